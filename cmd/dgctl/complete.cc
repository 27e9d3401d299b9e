#include "cmd/dgctl/complete.h"

#include <algorithm>
#include <charconv>
#include <exception>

#include "cmd/command_line/bash_line.h"
#include "cmd/command_line/completion.h"
#include "cmd/dgctl/completion_values.h"

namespace dgctl::cmd {
namespace {

/// Values that cannot be found are none.
std::vector<Candidate> values_or_none(const WantedValue& wanted, const CommandWords& before) {
  try {
    return values_of(wanted, before);
  } catch (const std::exception&) {
    return {};
  }
}

int number_of(const std::string& text, int otherwise) {
  int number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string answer_to_bash(const CommandTree& program, std::span<const std::string> arguments) {
  BashRequest request;
  request.type = number_of(arguments[0], request.type);
  constexpr int kNarrowest = 20;
  request.columns =
      static_cast<std::size_t>(std::max(kNarrowest, number_of(arguments[1], kNarrowest)));
  request.replaced = arguments[2];
  request.line = split_bash_line(arguments[3]);
  std::vector<std::string> words = request.line.words;
  words.erase(words.begin());  // the program
  return bash_reply(request, complete(program, words, values_or_none));
}

}  // namespace

std::string completion_answer(const CommandTree& program, std::span<const std::string> arguments) {
  if (!arguments.empty() && arguments.front() == "--") {
    const std::vector<std::string> words(arguments.begin() + 1, arguments.end());
    return candidate_lines(complete(program, words, values_or_none));
  }
  if (arguments.size() == 5 && arguments.front() == "--bash") {
    return answer_to_bash(program, arguments.subspan(1));
  }
  return {};
}

}  // namespace dgctl::cmd
