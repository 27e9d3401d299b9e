#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cmd/command_line/completion.h"

// A line as bash's readline has it while it is typed, and what is put into it.

namespace dgctl::cmd {

struct BashLine {
  std::vector<std::string> words;  ///< without quotes; the last is the one that is being typed
  std::string typed;               ///< the last as it stands there
  char quote = 0;                  ///< the quotation mark that is open at the end, or 0
  /// The last word is where output goes to, or holds what only the shell knows: $(…), $name.
  bool is_the_shells = false;
};
/// Expands nothing. Of a line up to the cursor.
BashLine split_bash_line(std::string_view line);

/// Text as bash reads it back between these quotation marks, or outside of any.
std::string bash_quoted(std::string_view text, char quote);

struct BashRequest {
  BashLine line;
  std::string replaced;      ///< the end of `line.typed` that an answer takes the place of: $2
  int type = '\t';           ///< what TAB does here: COMP_TYPE
  std::size_t columns = 80;  ///< of the terminal
};
/// Lines for the completing function: "nospace" or nothing, then what is to be in COMPREPLY.
std::string bash_reply(const BashRequest& request, const std::vector<Candidate>& candidates);

}  // namespace dgctl::cmd
