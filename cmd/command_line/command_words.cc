#include "cmd/command_line/command_words.h"

namespace dgctl::cmd {
namespace {

/// Flags may stand together, and before an option with its value: "-qofoo".
OptionWord short_options(const CommandTree& command, std::string_view word) {
  for (std::size_t i = 1; i < word.size(); ++i) {
    const OptionText* option = command.option("-" + std::string(1, word[i]));
    const bool is_last = i + 1 == word.size();
    if (option == nullptr) return {};
    if (option->takes_value() || is_last) {
      return {option, is_last ? std::string() : std::string(word.substr(0, i + 1)), !is_last};
    }
  }
  return {};
}

}  // namespace

OptionWord option_word(const CommandTree& command, std::string_view word) {
  if (!word.starts_with("--")) return short_options(command, word);
  const std::size_t equals = word.find('=');
  const OptionText* option = command.option(word.substr(0, equals));
  if (option == nullptr || equals == std::string_view::npos) return {option, {}, false};
  return {option, std::string(word.substr(0, equals + 1)), true};
}

// NOLINTNEXTLINE(readability-function-cognitive-complexity): one case a kind of word
void CommandWords::read(const std::string& word) {
  if (awaiting_ != nullptr) {
    options_.push_back({awaiting_, word});
    awaiting_ = nullptr;
  } else if (!options_ended_ && word == "--") {
    options_ended_ = true;
  } else if (!options_ended_ && word.size() > 1 && word.front() == '-') {
    const OptionWord read = option_word(*command_, word);
    if (read.option == nullptr) return;
    if (read.has_value || !read.option->takes_value()) {
      options_.push_back({read.option, read.has_value ? word.substr(read.before.size()) : ""});
    } else {
      awaiting_ = read.option;
    }
  } else if (const CommandTree* below = command_->command(word)) {
    command_ = below;
  } else {
    arguments_.push_back(word);
  }
}

const OptionText* CommandWords::next_argument() const {
  const std::vector<OptionText>& all = command_->arguments;
  if (arguments_.size() < all.size()) return &all[arguments_.size()];
  return !all.empty() && all.back().repeats ? &all.back() : nullptr;
}

}  // namespace dgctl::cmd
