#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "cmd/command_line/command_words.h"

namespace dgctl::cmd {

/// A spelling that has no equal here.
struct SpellingError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A word that is no option's value as the parser reads it: Terraform's options with one dash get
/// two, since it would read "-out=F" as "-o ut=F"; `show -json` is `-o json`. A value that is empty
/// becomes a word of its own, which the parser would otherwise look for in the next word. Throws
/// SpellingError.
std::vector<std::string> in_our_spelling(const CommandWords& before, const std::string& word);

/// What to use here instead of a command of Terraform's that there is not, or "".
std::string instead_of_their_command(std::string_view word);

/// All words, the program's name left out.
std::vector<std::string> with_our_spellings(const CommandTree& program,
                                            const std::vector<std::string>& arguments);

}  // namespace dgctl::cmd
