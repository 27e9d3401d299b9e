#include "engine/config/weight.h"

#include <algorithm>

namespace dgctl::engine {
namespace {

// Text may hold brackets that nothing closes: this many more levels are the reader's business.
constexpr std::size_t kLevelsLeftToReader = 1000;

class Scale {
 public:
  explicit Scale(std::string_view text) : text_(text) {}

  std::optional<Overweight> overweight() {
    while (at_ < text_.size()) {
      if (depth_ == 0) {
        weigh_line();
      } else {
        weigh_flow();
      }
      if (depth_ > kMaxLevels + kLevelsLeftToReader) return Overweight{at_, kTooManyLevels};
      if (values_ > kMaxValues) return Overweight{at_, kTooManyValues};
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
  [[nodiscard]] static bool is_one_of(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
  }
  /// The character so many bytes ahead; the text ends with a line break that is not there.
  [[nodiscard]] char peek(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\n';
  }

  void skip_line() { at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1; }

  void skip_word() {
    while (!is_space(peek(1))) ++at_;
  }

  /// To the closing quote.
  void skip_quoted() {
    const char quote = text_[at_];
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (quote == '"' && text_[at_] == '\\') ++at_;
    }
  }

  /// Whether a block scalar begins here: only its indicators follow on the line.
  [[nodiscard]] bool opens_block() const {
    if (!is_one_of(peek(0), "|>")) return false;
    std::size_t ahead = 1;
    while (is_one_of(peek(ahead), "+-0123456789")) ++ahead;
    while (is_one_of(peek(ahead), " \t\r")) ++ahead;
    return is_one_of(peek(ahead), "\n#");
  }

  /// Over the lines of a block scalar: they are deeper than the one that opens it, or blank.
  void skip_block(std::size_t indentation) {
    for (skip_line(); at_ < text_.size(); skip_line()) {
      const std::size_t first = text_.find_first_not_of(' ', at_);
      const bool is_blank = first == std::string_view::npos || is_space(text_[first]);
      if (!is_blank && first - at_ <= indentation) return;
    }
  }

  [[nodiscard]] bool is_comment() const {
    return peek(0) == '#' && (at_ == 0 || is_space(text_[at_ - 1]));
  }

  /// What is known of a line of block style.
  struct Line {
    bool may_begin = true;  // whether a value may begin here
    bool counts = false;    // begins an entry or holds a key
  };

  /// A line of block style, to its end or to the bracket that opens a flow collection.
  void weigh_line() {
    const std::size_t indentation = std::min(text_.find_first_not_of(' ', at_), text_.size()) - at_;
    at_ += indentation;
    Line line;
    while (peek(0) != '\n' && !is_comment() && !opens_flow(line)) {
      if (line.may_begin && opens_block()) {
        ++values_;
        return skip_block(indentation);
      }
      weigh_character(line);
      ++at_;
    }
    if (line.counts) ++values_;
    if (opens_flow(line)) return weigh_flow();
    if (at_ < text_.size()) skip_line();
  }

  [[nodiscard]] bool opens_flow(const Line& line) const {
    return line.may_begin && is_one_of(peek(0), "[{");
  }

  /// A character of a line, or all of a quoted text, an anchor or a tag.
  void weigh_character(Line& line) {
    const char c = text_[at_];
    if (is_space(c)) return;
    const bool indicates =
        is_space(peek(1)) && (c == ':' || (line.may_begin && is_one_of(c, "-?")));
    line.counts = line.counts || indicates;
    if (line.may_begin && is_one_of(c, "&!")) return skip_word();
    if (line.may_begin && is_one_of(c, "\"'")) skip_quoted();
    line.may_begin = indicates;
  }

  /// One character, comment or quoted text of a flow collection. A comma counts.
  void weigh_flow() {
    const char before = at_ == 0 ? ' ' : text_[at_ - 1];
    const char c = text_[at_];
    if (c == '#' && is_space(before)) return skip_line();
    if (is_one_of(c, "[{")) ++depth_;
    if (is_one_of(c, "]}")) --depth_;
    if (c == ',') ++values_;
    if (is_one_of(c, "\"'") && (is_space(before) || is_one_of(before, "[]{},:"))) skip_quoted();
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0, depth_ = 0, values_ = 0;
};

}  // namespace

std::optional<Overweight> overweight(std::string_view text) { return Scale(text).overweight(); }

}  // namespace dgctl::engine
