#include "providers/sim/sql_cursor.h"

namespace dgctl::providers::sim {

SqlCursor::SqlCursor(std::string_view text) : text_(text), tokens_(sql_tokens(text)) {
  while (tokens_.size() > 1 && is_symbol(tokens_[tokens_.size() - 2], ";")) {
    tokens_.erase(tokens_.end() - 2);
  }
}

bool SqlCursor::take(std::initializer_list<std::string_view> words) {
  std::size_t at = at_;
  for (const std::string_view word : words) {
    if (!is_word(tokens_[at], word)) return false;
    ++at;
  }
  at_ = at;
  return true;
}

bool SqlCursor::take_symbol(std::string_view symbol) {
  if (!sees_symbol(symbol)) return false;
  ++at_;
  return true;
}

void SqlCursor::expect(std::string_view word) {
  if (!take(word)) throw unexpected("expected " + std::string(word));
}

void SqlCursor::expect_symbol(std::string_view symbol) {
  if (!take_symbol(symbol)) throw unexpected("expected '" + std::string(symbol) + "'");
}

void SqlCursor::expect_end() const {
  if (at_end()) return;
  throw unexpected(sees_symbol(";") ? "a request has one statement" : "expected the end");
}

std::string SqlCursor::name() {
  const bool is_name = here().kind == SqlTokenKind::Word || here().kind == SqlTokenKind::Name;
  if (!is_name) throw unexpected("expected a name");
  return take_any().text;
}

SqlName SqlCursor::path(std::size_t most) {
  SqlName parts{name()};
  while (sees_symbol(".")) {
    if (parts.size() == most) {
      throw unexpected("a name has " + std::to_string(most) + " parts at most here");
    }
    take_any();
    parts.push_back(name());
  }
  return parts;
}

std::string SqlCursor::literal() {
  if (here().kind != SqlTokenKind::Text) throw unexpected("expected a text in quotes");
  return take_any().text;
}

SqlError SqlCursor::unexpected(const std::string& why) const {
  const SqlToken& token = here();
  return syntax_error(text_, token.start, text_.substr(token.start, token.end - token.start), why);
}

std::vector<SqlToken> SqlCursor::rest() const {
  return {tokens_.begin() + static_cast<std::ptrdiff_t>(at_), tokens_.end()};
}

}  // namespace dgctl::providers::sim
