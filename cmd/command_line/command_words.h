#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cmd/command_line/command_tree.h"

namespace dgctl::cmd {

/// An option that was given.
struct GivenOption {
  const OptionText* option = nullptr;
  std::string value;  ///< "" of a flag
};

/// What a word that begins like an option means to a command.
struct OptionWord {
  const OptionText* option = nullptr;  ///< null: the command has none of that name
  std::string before;  ///< what stands before a value that is in the same word: "--out=", "-f"
  bool has_value = false;
};
/// A word with a hyphen and more: "--out", "--out=F", "-fF", "-qo".
OptionWord option_word(const CommandTree& command, std::string_view word);

/// Reads the words of a command line one by one, as the parser will, and knows what the next one
/// stands for. What the parser will refuse is passed over.
class CommandWords {
 public:
  /// `program` must outlive this.
  explicit CommandWords(const CommandTree& program) : command_(&program) {}

  void read(const std::string& word);

  /// The command that the words chose.
  [[nodiscard]] const CommandTree& command() const { return *command_; }
  /// The option whose value the next word is, whatever it looks like; or null.
  [[nodiscard]] const OptionText* awaiting() const { return awaiting_; }
  /// After `--` everything is an argument.
  [[nodiscard]] bool options_ended() const { return options_ended_; }
  [[nodiscard]] const std::vector<std::string>& arguments() const { return arguments_; }
  [[nodiscard]] const std::vector<GivenOption>& options() const { return options_; }
  /// What the next argument is; null where the command takes none.
  [[nodiscard]] const OptionText* next_argument() const;

 private:
  void read_option(const std::string& word);

  const CommandTree* command_;
  const OptionText* awaiting_ = nullptr;
  bool options_ended_ = false;
  std::vector<std::string> arguments_;
  std::vector<GivenOption> options_;
};

}  // namespace dgctl::cmd
