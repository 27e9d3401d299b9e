#include "cmd/command_line/bash_line.h"

#include <algorithm>

namespace dgctl::cmd {
namespace {

// Values of COMP_TYPE.
constexpr int kList = '?';  // a second TAB: the candidates are shown, nothing is inserted
constexpr int kMenu = '%';  // one after the other is inserted
constexpr int kInsertAll = '*';

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Takes a line apart, a character at a time.
class Splitter {
 public:
  explicit Splitter(std::string_view line) : line_(line) {}

  BashLine split() {
    while (at_ < line_.size()) {
      if (split_.quote != 0) {
        read_quoted();
      } else {
        read_plain();
      }
    }
    split_.words.push_back(word_);
    split_.is_the_shells = is_expanded_ || is_target_;
    return std::move(split_);
  }

 private:
  char take() {
    split_.typed += line_[at_];
    is_begun_ = true;
    return line_[at_++];
  }

  /// What a backslash stands before, if it is one of these; else the backslash itself.
  void take_escaped(std::string_view special) {
    take();
    if (at_ == line_.size()) return;
    const bool is_special = special.empty() || special.find(line_[at_]) != std::string::npos;
    if (!is_special) word_ += '\\';
    word_ += take();
  }

  void read_quoted() {
    const char c = line_[at_];
    if (c == split_.quote) {
      take();
      split_.quote = 0;
    } else if (c == '\\' && split_.quote == '"') {
      take_escaped("$`\"\\");
    } else {
      is_expanded_ = is_expanded_ || (split_.quote == '"' && (c == '$' || c == '`'));
      word_ += take();
    }
  }

  void read_plain() {
    const char c = line_[at_];
    if (is_blank(c) || std::string_view(";|&()").find(c) != std::string::npos) {
      ++at_;
      end_word();
    } else if (c == '<' || c == '>') {
      read_redirection();
    } else if (c == '\\') {
      take_escaped("");
    } else if (c == '\'' || c == '"') {
      split_.quote = take();
    } else {
      is_expanded_ = is_expanded_ || c == '$' || c == '`';
      word_ += take();
      // Not where a word ends, but where a command within it begins.
      if (c == '$' && at_ < line_.size() && line_[at_] == '(') word_ += take();
    }
  }

  /// With the number before it. The next word is where it goes to.
  void read_redirection() {
    if (is_digits(split_.typed)) {
      reset();
    } else {
      end_word();
    }
    while (at_ < line_.size() && std::string_view("<>&|").find(line_[at_]) != std::string::npos) {
      ++at_;
    }
    is_target_ = true;
  }

  void end_word() {
    if (!is_begun_) return;
    if (!is_target_) split_.words.push_back(word_);
    is_target_ = false;
    reset();
  }

  void reset() {
    word_.clear();
    split_.typed.clear();
    is_begun_ = false;
    is_expanded_ = false;
  }

  std::string_view line_;
  std::size_t at_ = 0;
  BashLine split_;
  std::string word_;
  bool is_begun_ = false, is_expanded_ = false, is_target_ = false;
};

/// Without what it would have to be cut within.
std::string common_beginning(const std::vector<Candidate>& candidates) {
  std::string common = candidates.front().word;
  for (const Candidate& each : candidates) {
    const auto [end, other] =
        std::mismatch(common.begin(), common.end(), each.word.begin(), each.word.end());
    common.erase(end, common.end());
  }
  // Not within a character.
  for (const Candidate& each : candidates) {
    while (!common.empty() && common.size() < each.word.size() &&
           (static_cast<unsigned>(each.word[common.size()]) & 0xC0U) == 0x80U) {
      common.pop_back();
    }
  }
  return common;
}

/// As bash reads it back, where `after` of it stands there already.
std::string insertable(const std::string& word, std::size_t after, const BashLine& line) {
  const bool is_home = after == 0 && line.quote == 0 && line.typed.starts_with("~/");
  if (is_home && word.starts_with("~/")) return "~/" + bash_quoted(word.substr(2), 0);
  return bash_quoted(word.substr(after), line.quote);
}

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned>(c) & 0xC0U) != 0x80U;
  }));
}

/// The longest beginning that takes no more columns.
std::string cut(const std::string& text, std::size_t columns) {
  std::string beginning = text;
  while (columns_of(beginning) > columns) beginning.pop_back();
  return beginning;
}

/// To be read, not inserted.
std::string shown_lines(const std::vector<Candidate>& candidates, std::size_t columns) {
  std::size_t width = 0;
  for (const Candidate& each : candidates) width = std::max(width, columns_of(each.word));
  constexpr std::size_t kLeastDescription = 16;
  std::string lines;
  for (const Candidate& each : candidates) {
    std::string line = each.word;
    if (!each.does.empty() && width + kLeastDescription < columns) {
      line += std::string(width - columns_of(each.word), ' ') + "  (" + each.does + ")";
      line = cut(line, columns - 1);
    }
    lines += line + "\n";
  }
  return lines;
}

/// Several, of which the shell inserts what they have in common. That must not end within what a
/// quotation mark or a backslash belongs to.
std::string several(const BashRequest& request,
                    std::size_t after,
                    const std::vector<Candidate>& candidates) {
  std::string plain;
  std::string quoted;
  for (const Candidate& each : candidates) {
    plain += each.word.substr(after) + "\n";
    quoted += insertable(each.word, after, request.line) + "\n";
  }
  const bool each_is_inserted = request.type == kMenu || request.type == kInsertAll;
  if (plain == quoted || each_is_inserted) return "\n" + quoted;
  const std::string& typed = request.line.words.back();
  const std::string common = common_beginning(candidates);
  if (common.size() > typed.size()) {
    return "nospace\n" + insertable(common, after, request.line) + "\n";
  }
  std::string lines = "\n";
  for (const Candidate& each : candidates) {
    lines += request.replaced + each.word.substr(typed.size()) + "\n";
  }
  return lines;
}

}  // namespace

BashLine split_bash_line(std::string_view line) { return Splitter(line).split(); }

// NOLINTNEXTLINE(readability-function-cognitive-complexity): one case a kind of quotation
std::string bash_quoted(std::string_view text, char quote) {
  constexpr std::string_view kSafe = "@%+=:,./-_";
  std::string out;
  for (const char c : text) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80 ||
                         kSafe.find(c) != std::string::npos;
    if (quote == '\'') {
      out += c == '\'' ? "'\\''" : std::string(1, c);
    } else if (quote == '"' && c == '!') {
      out += "\"'!'\"";  // no backslash keeps it from being looked for in the history
    } else if (quote == '"') {
      if (std::string_view("$`\"\\").find(c) != std::string::npos) out += '\\';
      out += c;
    } else {
      if (!is_word) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string bash_reply(const BashRequest& request, const std::vector<Candidate>& candidates) {
  const BashLine& line = request.line;
  if (candidates.empty() || line.is_the_shells) return {};
  // What stands before the part that is replaced stays as it was typed.
  const std::size_t kept =
      line.typed.ends_with(request.replaced) ? line.typed.size() - request.replaced.size() : 0;
  const std::size_t after =
      split_bash_line(std::string_view(line.typed).substr(0, kept)).words.back().size();
  if (candidates.size() > 1) {
    return request.type == kList ? "\n" + shown_lines(candidates, request.columns)
                                 : several(request, after, candidates);
  }
  const std::string& word = candidates.front().word;
  const std::string insert = insertable(word, after, line);
  if (word.ends_with('/') || word.ends_with('=')) return "nospace\n" + insert + "\n";
  // Readline takes a quotation mark at the end of the word for the one that closes it, and adds one
  // only where there is none.
  const std::string closing = line.quote == 0 ? std::string() : std::string(1, line.quote);
  return "\n" + insert + closing + "\n";
}

}  // namespace dgctl::cmd
