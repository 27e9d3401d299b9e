#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cmd/command_line/command_tree.h"
#include "cmd/command_line/command_words.h"

namespace dgctl::cmd {

/// A word that may stand where the cursor is.
struct Candidate {
  std::string word;
  std::string does;  ///< what it is, "" where the word says it
  bool operator==(const Candidate&) const = default;
};

/// A value that is not known from the commands alone.
struct WantedValue {
  std::string kind;          ///< the word that stands for it in the help: "FILE", "ADDR"
  std::string begun;         ///< what is typed of it
  bool stands_alone = true;  ///< false: in a word with its option, where no shell expands "~"
  std::string option = {};   ///< whose value it is: "--field"; "" of an argument
};
/// Finds the values that there are of a kind, given what was typed before. Those that do not begin
/// as `begun` says are left out by the caller.
using ValueSource =
    std::function<std::vector<Candidate>(const WantedValue&, const CommandWords& before)>;

/// What the last of the words, the program's name left out, may become. Whole words, each beginning
/// with what is typed of it; none that holds a control character.
std::vector<Candidate> complete(const CommandTree& program,
                                const std::vector<std::string>& words,
                                const ValueSource& values);

/// A line each: the word, a tab, what it is.
std::string candidate_lines(const std::vector<Candidate>& candidates);

}  // namespace dgctl::cmd
