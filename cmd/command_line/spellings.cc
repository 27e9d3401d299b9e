#include "cmd/command_line/spellings.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dgctl::cmd {
namespace {

constexpr std::array<std::string_view, 15> kTerraformSpellings{"-out",
                                                               "-detailed-exitcode",
                                                               "-input",
                                                               "-auto-approve",
                                                               "-no-color",
                                                               "-json",
                                                               "-lock-timeout",
                                                               "-destroy",
                                                               "-refresh-only",
                                                               "-var",
                                                               "-var-file",
                                                               "-parallelism",
                                                               "-dry-run",
                                                               "-id",
                                                               "-version"};

bool is_terraforms(std::string_view name) {
  return std::find(kTerraformSpellings.begin(), kTerraformSpellings.end(), name) !=
         kTerraformSpellings.end();
}

struct Theirs {
  std::string_view word, instead;
};
constexpr std::string_view kWhereStateLies =
    "the state lies where `state` in the configuration says, and -C or -f chooses the "
    "configuration";
constexpr std::string_view kNoPlugins = "dgctl is one program, without plugins";

/// Terraform's options that dgctl has not, and what does here what they do there. Among them those
/// that begin as a short option does: "-type=plan" would be the target "ype=plan".
constexpr std::array<Theirs, 19> kTheirOptions{
    {{"-chdir", "-C DIR works in another folder"},
     {"-replace",
      "what cannot be changed in place is replaced by itself; to have something made anew, "
      "delete it in the workspace and apply"},
     {"-refresh", "every plan reads the workspace, and --refresh-only records what is there"},
     {"-state", kWhereStateLies},
     {"-backend", kWhereStateLies},
     {"-backend-config", kWhereStateLies},
     {"-reconfigure", kWhereStateLies},
     {"-migrate-state", kWhereStateLies},
     {"-force-copy", kWhereStateLies},
     {"-upgrade", kNoPlugins},
     {"-plugin-dir", kNoPlugins},
     {"-lockfile", kNoPlugins},
     {"-from-module", "`dgctl init` writes a starter of its own"},
     {"-type",
      "`dgctl graph` draws the configuration, and `dgctl graph PLAN` the steps of a saved plan"},
     {"-plan", "the file of a saved plan stands by itself, as in `dgctl graph PLAN`"},
     {"-lock",
      "whatever writes the state takes its lock, and --lock-timeout says how long it waits"},
     {"-compact-warnings", "-q leaves out the progress"},
     {"-force", "--auto-approve asks nothing"},
     {"-generate-config-out",
      "`dgctl import` records what a block of the configuration asks for"}}};

/// Terraform's commands that dgctl has not.
constexpr std::array<Theirs, 9> kTheirCommands{
    {{"refresh", "`dgctl apply --refresh-only` records what is there"},
     {"force-unlock",
      "`dgctl state unlock` says who holds the lock, and with its ID frees one whose holder is "
      "gone"},
     {"output", "`dgctl connection` prints what Segment asks for"},
     {"taint", "to have something made anew, delete it in the workspace and apply"},
     {"untaint", "there is nothing tainted; `dgctl plan` says what would be done"},
     {"fmt", "`dgctl validate` checks the configuration, which is YAML"},
     {"providers", kNoPlugins},
     {"workspace", "-t NAME chooses an entry of the configuration's targets"},
     {"console", "`dgctl validate --expand` prints the configuration with all its values"}}};

template <std::size_t N>
std::string instead_of(const std::array<Theirs, N>& all, std::string_view word) {
  const auto* it = std::find_if(
      all.begin(), all.end(), [&](const Theirs& theirs) { return theirs.word == word; });
  return it == all.end() ? std::string() : std::string(it->instead);
}

/// "dgctl show"; not "dgctl state show".
bool is_show(const CommandTree& command) {
  const std::size_t space = command.words.find(' ');
  return space != std::string::npos && command.words.substr(space) == " show";
}

/// `show --json` and what may stand behind it.
std::vector<std::string> shown_as_json(std::string_view value) {
  if (value.empty() || value == "=true") return {"-o", "json"};
  if (value == "=false") return {};
  throw SpellingError("-json takes true or false, not '" + std::string(value.substr(1)) + "'");
}

}  // namespace

std::string instead_of_their_command(std::string_view word) {
  return instead_of(kTheirCommands, word);
}

std::vector<std::string> in_our_spelling(const CommandWords& before, const std::string& word) {
  if (before.options_ended() || before.awaiting() != nullptr) return {word};
  if (word.starts_with("-target")) {
    throw SpellingError(word.substr(0, word.find('=')) +
                        " is Terraform's; --only ADDR limits a plan to ADDR and what it needs, and "
                        "-t NAME chooses an "
                        "entry of the configuration's targets");
  }
  const std::size_t equals = std::min(word.find('='), word.size());
  const std::string name = word.substr(0, equals);
  const std::string instead =
      instead_of(kTheirOptions, name.starts_with("--") ? name.substr(1) : name);
  if (!instead.empty() && before.command().option(name) == nullptr) {
    throw SpellingError(name + " is Terraform's; " + instead);
  }
  const std::string ours = is_terraforms(name) ? "-" + word : word;
  if ((name == "-json" || name == "--json") && is_show(before.command())) {
    return shown_as_json(word.substr(equals));
  }
  if (ours.starts_with("--") && word.size() == equals + 1) {
    const OptionWord read = option_word(before.command(), ours);
    if (read.option != nullptr && read.option->takes_value()) {
      return {ours.substr(0, ours.size() - 1), std::string()};
    }
  }
  return {ours};
}

std::vector<std::string> with_our_spellings(const CommandTree& program,
                                            const std::vector<std::string>& arguments) {
  std::vector<std::string> ours;
  CommandWords words(program);
  for (const std::string& argument : arguments) {
    for (std::string& word : in_our_spelling(words, argument)) {
      words.read(word);
      ours.push_back(std::move(word));
    }
  }
  return ours;
}

}  // namespace dgctl::cmd
