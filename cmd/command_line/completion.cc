#include "cmd/command_line/completion.h"

#include <algorithm>
#include <string_view>

#include "cmd/command_line/spellings.h"

namespace dgctl::cmd {
namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
}

/// A description stays on its line, whoever wrote it.
std::string on_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return has_control(std::string_view(&c, 1)); }, ' ');
  return text;
}

/// The commands below one.
std::vector<Candidate> below(const CommandTree& command) {
  std::vector<Candidate> found;
  found.reserve(command.commands.size());
  for (const CommandTree& each : command.commands) {
    found.push_back({each.text.name, each.text.does});
  }
  return found;
}

class Completing {
 public:
  Completing(const CommandTree& program, const ValueSource& values)
      : program_(program), words_(program), values_(values) {}

  void read(const std::string& word) {
    for (const std::string& ours : in_our_spelling(words_, word)) words_.read(ours);
  }

  std::vector<Candidate> candidates(const std::string& typed) {
    if (const OptionText* option = words_.awaiting()) return of_value(*option, "", typed);
    if (!words_.options_ended() && typed.starts_with('-')) {
      const std::vector<std::string> ours = in_our_spelling(words_, typed);
      const std::string& word = ours.empty() ? typed : ours.front();
      const OptionWord read = option_word(words_.command(), word);
      // Of Terraform's spelling one dash was typed, and one stays.
      const std::size_t extra = word.starts_with("--") && !typed.starts_with("--") ? 1 : 0;
      if (typed.ends_with('=') && read.option != nullptr && !read.has_value) {
        return of_value(*read.option, typed, "");
      }
      if (read.option != nullptr && read.has_value) {
        return of_value(*read.option, read.before.substr(extra), word.substr(read.before.size()));
      }
      return options(typed);
    }
    return words(typed);
  }

 private:
  /// What an option or an argument may be; `before` stands before it in the same word.
  std::vector<Candidate> of_value(const OptionText& of,
                                  const std::string& before,
                                  const std::string& begun) {
    std::vector<Candidate> found;
    if (!of.words.empty()) {
      for (const std::string& word : of.words) found.push_back({word, {}});
    } else if (!of.takes_value()) {
      found = {{"true", {}}, {"false", {}}};
    } else if (of.value == "COMMAND") {
      found = commands();
    } else {
      const std::string option = of.names.empty() ? std::string() : of.long_name();
      found = values_({of.value, begun, before.empty(), option}, words_);
    }
    for (Candidate& each : found) each.word.insert(0, before);
    return fitting(std::move(found), before + begun);
  }

  std::vector<Candidate> options(const std::string& typed) {
    std::vector<Candidate> found;
    for (const OptionText& option : words_.command().options) {
      if (!option.repeats && was_given(option)) continue;
      // A short name is as quickly typed as completed: it is there to get its space.
      const bool is_typed =
          std::find(option.names.begin(), option.names.end(), typed) != option.names.end();
      found.push_back({is_typed ? typed : option.long_name(), option.does});
    }
    return fitting(std::move(found), typed);
  }

  /// A command, an argument, or where there can be neither any option.
  std::vector<Candidate> words(const std::string& typed) {
    const CommandTree& command = words_.command();
    if (!command.commands.empty()) {
      if (!words_.arguments().empty()) return {};  // one that does not exist
      return fitting(below(command), typed);
    }
    if (const OptionText* argument = words_.next_argument()) return of_value(*argument, "", typed);
    return typed.empty() && !words_.options_ended() ? options(typed) : std::vector<Candidate>();
  }

  /// Those below the command that the arguments name so far.
  std::vector<Candidate> commands() {
    const CommandTree* named = &program_;
    for (const std::string& word : words_.arguments()) {
      named = named->command(word);
      if (named == nullptr) return {};
    }
    return below(*named);
  }

  [[nodiscard]] bool was_given(const OptionText& option) const {
    const auto& given = words_.options();
    return std::any_of(given.begin(), given.end(), [&](const GivenOption& each) {
      return each.option == &option;
    });
  }

  static std::vector<Candidate> fitting(std::vector<Candidate> all, const std::string& typed) {
    std::erase_if(all, [&](const Candidate& each) {
      return !each.word.starts_with(typed) || has_control(each.word);
    });
    for (Candidate& each : all) each.does = on_one_line(std::move(each.does));
    return all;
  }

  const CommandTree& program_;
  CommandWords words_;
  const ValueSource& values_;
};

}  // namespace

std::vector<Candidate> complete(const CommandTree& program,
                                const std::vector<std::string>& words,
                                const ValueSource& values) {
  if (words.empty()) return {};
  Completing completing(program, values);
  try {
    for (std::size_t i = 0; i + 1 < words.size(); ++i) completing.read(words[i]);
    return completing.candidates(words.back());
  } catch (const SpellingError&) {
    return {};  // whatever comes, it will be refused
  }
}

std::string candidate_lines(const std::vector<Candidate>& candidates) {
  std::string lines;
  for (const Candidate& each : candidates) {
    lines += each.word + "\t" + each.does + "\n";
  }
  return lines;
}

}  // namespace dgctl::cmd
