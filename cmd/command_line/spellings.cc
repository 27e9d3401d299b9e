#include "cmd/command_line/spellings.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dgctl::cmd {
namespace {

constexpr std::array<std::string_view, 12> kTerraformSpellings{"-out",
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
                                                               "-parallelism"};

bool is_terraforms(std::string_view name) {
  return std::find(kTerraformSpellings.begin(), kTerraformSpellings.end(), name) !=
         kTerraformSpellings.end();
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
