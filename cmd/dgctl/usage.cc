#include "cmd/dgctl/usage.h"

#include <algorithm>
#include <set>

#include "cmd/command_line/help_text.h"
#include "cmd/command_line/spellings.h"
#include "cmd/dgctl/exit_code.h"
#include "engine/model/nearest.h"

namespace dgctl::cmd {
namespace {

/// CLI11 says of a misspelled command that one is required; this says which was meant.
void require_known_command(const CommandTree& program, const std::vector<std::string>& words) {
  CommandWords read(program);
  for (const std::string& word : words) {
    if (word.starts_with('-')) return;
    const CommandTree& parent = read.command();
    read.read(word);
    if (!parent.commands.empty() && !read.arguments().empty()) {
      throw UsageError(unknown_command(parent, word));
    }
  }
}

bool is_option(const CommandWords& before, const std::string& word) {
  return before.awaiting() == nullptr && !before.options_ended() && word.size() > 1 &&
         word.starts_with('-') && word != "--";
}

/// An empty word is what an empty variable of a script leaves. What it was to be is not guessed:
/// `apply ""` is no `apply`.
void require_no_empty_word(const CommandTree& program, const std::vector<std::string>& words) {
  CommandWords read(program);
  for (const std::string& word : words) {
    if (word.empty() && read.awaiting() != nullptr) {
      throw UsageError(read.awaiting()->long_name() + " needs a value, and '' is none");
    }
    if (word.empty()) throw UsageError(read.command().words + " takes no argument ''");
    read.read(word);
  }
}

/// Of "-qZ" the part that is no option.
std::string unknown_part(const CommandTree& command, const std::string& word) {
  if (word.starts_with("--")) return word.substr(0, word.find('='));
  const auto at = std::find_if(word.begin() + 1, word.end(), [&](char c) {
    return command.option("-" + std::string(1, c)) == nullptr;
  });
  return at == word.end() ? word : "-" + std::string(1, *at);
}

/// What to say of an option that the command has not.
std::string unknown_option(const CommandTree& command, const std::string& name) {
  const std::string here = "there is no option " + name + " here";
  const auto below = std::find_if(
      command.commands.begin(), command.commands.end(), [&](const CommandTree& candidate) {
        return candidate.option(name) != nullptr;
      });
  if (below != command.commands.end()) {
    return here + "; it stands behind the command, as in `" + below->words + " " + name + "`";
  }
  std::vector<std::string> known;
  known.reserve(command.options.size());
  for (const OptionText& option : command.options) known.push_back(option.long_name());
  const std::string meant = name.starts_with("--") ? engine::nearest(name, known) : "";
  return here + (meant.empty() ? "" : "; did you mean " + meant + "?");
}

/// What to say of the first word that is no option of its command, or "".
std::string unknown_option_among(const CommandTree& program,
                                 const std::vector<std::string>& words) {
  CommandWords read(program);
  for (const std::string& word : words) {
    const CommandTree& command = read.command();
    if (is_option(read, word) && option_word(command, word).option == nullptr) {
      return unknown_option(command, unknown_part(command, word));
    }
    read.read(word);
  }
  return {};
}

std::string decapitalised(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') {
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  }
  return text;
}

std::string needs(const CommandTree& command, const OptionText& what) {
  const std::string name = what.names.empty() ? what.value : what.long_name();
  return command.words + " needs " + name + ", " + decapitalised(what.does) + "; `" +
         command.words + " --help` has an example";
}

}  // namespace

std::vector<std::string> understood(const CommandTree& program,
                                    const std::vector<std::string>& arguments) {
  try {
    std::vector<std::string> words = with_our_spellings(program, arguments);
    require_known_command(program, words);
    require_no_empty_word(program, words);
    return words;
  } catch (const SpellingError& error) {
    throw UsageError(error.what());
  }
}

std::string unknown_command(const CommandTree& parent, const std::string& word) {
  if (parent.commands.empty()) return parent.words + " has no commands below it";
  const std::string instead = instead_of_their_command(word);
  const std::string meant = engine::nearest(word, parent.command_names());
  const std::size_t space = parent.words.find(' ');
  const std::string above = space == std::string::npos ? "" : parent.words.substr(space + 1) + " ";
  if (above.empty() && !instead.empty()) {
    return "there is no command '" + word + "', which is Terraform's; " + instead;
  }
  return "there is no command '" + above + word + "'" +
         (meant.empty() ? "; `" + parent.words + " --help` lists them"
                        : "; did you mean '" + above + meant + "'?");
}

std::string unexpected(const CommandTree& program, const std::vector<std::string>& words) {
  std::string unknown = unknown_option_among(program, words);
  if (!unknown.empty()) return unknown;
  CommandWords read(program);
  for (const std::string& word : words) read.read(word);
  const CommandTree& command = read.command();
  const std::size_t taken = command.arguments.size();
  const std::string what = read.arguments().size() > taken ? read.arguments()[taken] : "";
  return command.words + " takes no argument '" + what + "'; `" + command.words +
         " --help` has an example";
}

std::string missing(const CommandTree& program, const std::vector<std::string>& words) {
  std::string unknown = unknown_option_among(program, words);
  if (!unknown.empty()) return unknown;
  CommandWords read(program);
  for (const std::string& word : words) read.read(word);
  const CommandTree& command = read.command();
  const OptionText* argument = read.next_argument();
  if (argument != nullptr && argument->is_required) return needs(command, *argument);
  for (const OptionText& option : command.options) {
    const auto is_it = [&](const GivenOption& given) { return given.option == &option; };
    const bool is_given = std::any_of(read.options().begin(), read.options().end(), is_it);
    if (option.is_required && !is_given) return needs(command, option);
  }
  return command.words + " needs a command; `" + command.words + " --help` lists them";
}

std::string mismatch(const CommandTree& program,
                     const std::vector<std::string>& words,
                     const std::string& what) {
  CommandWords read(program);
  for (const std::string& word : words) read.read(word);
  std::set<const OptionText*> seen;
  for (const GivenOption& given : read.options()) {
    const bool is_first = seen.insert(given.option).second;
    // What may be given several times is no mismatch.
    if (!is_first && what.starts_with(given.option->long_name())) {
      return given.option->long_name() + " is given twice; choose one";
    }
  }
  const std::size_t end = what.find(':');
  return what.starts_with("--") && end != std::string::npos ? what.substr(0, end) + " needs a value"
                                                            : what;
}

}  // namespace dgctl::cmd
