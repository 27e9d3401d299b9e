#include "providers/sim/sql_rewrite.h"

#include <algorithm>
#include <array>
#include <set>

#include "providers/sim/names.h"
#include "providers/sim/sql_database.h"
#include "providers/sim/sql_tokens.h"

namespace dgctl::providers::sim {
namespace {

using Tokens = std::vector<SqlToken>;

template <std::size_t N>
bool is_any(const SqlToken& token, const std::array<std::string_view, N>& words) {
  return std::any_of(
      words.begin(), words.end(), [&](std::string_view word) { return is_word(token, word); });
}

bool is_name(const SqlToken& token) {
  return token.kind == SqlTokenKind::Word || token.kind == SqlTokenKind::Name;
}

constexpr std::array<std::string_view, 3> kQueryStarts{"SELECT", "WITH", "VALUES"};
/// What ends a FROM clause.
constexpr std::array<std::string_view, 13> kFromEnds{"WHERE",
                                                     "GROUP",
                                                     "HAVING",
                                                     "ORDER",
                                                     "LIMIT",
                                                     "OFFSET",
                                                     "UNION",
                                                     "EXCEPT",
                                                     "INTERSECT",
                                                     "SELECT",
                                                     "VALUES",
                                                     "WINDOW",
                                                     "SET"};
/// What may follow a table and is no alias of it.
constexpr std::array<std::string_view, 12> kNoAliases{"JOIN",
                                                      "INNER",
                                                      "LEFT",
                                                      "RIGHT",
                                                      "FULL",
                                                      "CROSS",
                                                      "NATURAL",
                                                      "OUTER",
                                                      "ON",
                                                      "USING",
                                                      "WITH",
                                                      "DEFAULT"};

/// Words that mean something to the database alone, and may be names.
constexpr std::array<std::string_view, 17> kOnlyThere{"ADD",
                                                      "ALTER",
                                                      "AUTOINCREMENT",
                                                      "CHECK",
                                                      "COMMIT",
                                                      "CONSTRAINT",
                                                      "CREATE",
                                                      "DEFERRABLE",
                                                      "DROP",
                                                      "FOREIGN",
                                                      "INDEX",
                                                      "NOTHING",
                                                      "PRIMARY",
                                                      "REFERENCES",
                                                      "RETURNING",
                                                      "TRANSACTION",
                                                      "UNIQUE"};

SqlError data_error(const SqlToken& token, const std::string& why) {
  return classed("PARSE_SYNTAX_ERROR",
                 "42601",
                 "Syntax error at or near '" + as_utf8(token.text) + "': " + why + ".");
}

/// Finds the tables of a statement, from its first token to its last.
class TableFinder {
 public:
  explicit TableFinder(const DataStatement& statement)
      : tokens_(statement.tokens), verb_(statement.verb) {}

  std::vector<TableUse> find() {
    find_common_tables();
    if (verb_ == DataVerb::Insert) take_insert();
    if (verb_ == DataVerb::Delete) take_delete();
    while (at_ + 1 < tokens_.size()) step();
    return std::move(uses_);
  }

 private:
  /// What stands between two parentheses.
  struct Frame {
    bool is_query = false;       ///< FROM begins a clause here, and is no part of a function
    bool in_from = false;        ///< a comma is followed by another table
    bool expects_table = false;  ///< what comes next is one
  };

  [[nodiscard]] const SqlToken& token(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  Frame& frame() { return frames_.back(); }

  /// The names that stand before "AS (" or "(a, b) AS (" in a list that WITH begins.
  void find_common_tables() {
    const bool has_with = std::any_of(
        tokens_.begin(), tokens_.end(), [](const SqlToken& t) { return is_word(t, "WITH"); });
    if (!has_with) return;
    for (std::size_t i = 1; i + 2 < tokens_.size(); ++i) {
      if (!is_word(tokens_[i + 1], "AS") || !is_symbol(tokens_[i + 2], "(")) continue;
      const SqlToken& name = tokens_[before_list(i)];
      if (is_name(name)) common_.insert(folded(name.text));
    }
  }

  /// The token itself, or where it ends a list in parentheses, the one before that.
  [[nodiscard]] std::size_t before_list(std::size_t at) const {
    if (!is_symbol(tokens_[at], ")")) return at;
    while (at > 0 && !is_symbol(tokens_[at], "(")) --at;
    return at > 0 ? at - 1 : 0;
  }

  void take_insert() {
    if (!is_word(token(1), "INTO")) throw data_error(token(1), "expected INTO");
    at_ = is_word(token(2), "TABLE") ? 3 : 2;
    take_table(true);
  }

  void take_delete() {
    if (!is_word(token(1), "FROM")) throw data_error(token(1), "expected FROM");
    at_ = 2;
    take_table(true);
  }

  void step() {
    if (is_symbol(token(), "(")) {
      open();
    } else if (is_symbol(token(), ")")) {
      if (frames_.size() > 1) frames_.pop_back();
    } else if (frame().expects_table && is_name(token()) && !is_any(token(), kFromEnds)) {
      take_table(false);
      return;
    } else if (is_symbol(token(), ",")) {
      frame().expects_table = frame().in_from;
    } else if (token().kind == SqlTokenKind::Word && !follows_dot()) {
      take_word();
    }
    ++at_;
  }

  [[nodiscard]] bool follows_dot() const { return at_ > 0 && is_symbol(tokens_[at_ - 1], "."); }

  void open() {
    Frame inner;
    inner.is_query = is_any(token(1), kQueryStarts);
    // FROM (a JOIN b)
    inner.in_from = inner.expects_table = frame().expects_table && !inner.is_query;
    frame().expects_table = false;
    frames_.push_back(inner);
  }

  void take_word() {
    if (is_any(token(), kFromEnds)) {
      frame().in_from = frame().expects_table = false;
      frame().is_query = frame().is_query || is_word(token(), "SELECT");
    } else if (is_word(token(), "FROM")) {
      // a IS DISTINCT FROM b, EXTRACT(YEAR FROM c)
      const bool compares = at_ > 0 && is_word(tokens_[at_ - 1], "DISTINCT");
      if (compares || !frame().is_query) return;
      frame().in_from = frame().expects_table = true;
    } else if (is_word(token(), "JOIN")) {
      frame().expects_table = frame().in_from;
    }
  }

  void take_table(bool is_target) {
    TableUse use;
    use.first = at_;
    use.is_target = is_target;
    if (!is_name(token())) throw data_error(token(), "expected the name of a table");
    use.name.push_back(token().text);
    for (; is_symbol(token(1), ".") && is_name(token(2)); at_ += 2) {
      use.name.push_back(token(2).text);
    }
    use.last = at_++;
    frame().expects_table = false;
    constexpr std::size_t kMostParts = 3;
    if (use.name.size() > kMostParts)
      throw data_error(tokens_[use.last], "a name has three parts at most");
    const bool is_common = use.name.size() == 1 && common_.contains(folded(use.name.front()));
    if (is_common && !is_target) return;
    const bool has_columns = is_target && verb_ == DataVerb::Insert;
    if (is_symbol(token(), "(") && !has_columns) {
      throw data_error(token(), "functions that yield tables are not simulated");
    }
    use.has_alias = is_name(token()) && !is_any(token(), kFromEnds) && !is_any(token(), kNoAliases);
    uses_.push_back(std::move(use));
  }

  const Tokens& tokens_;
  DataVerb verb_;
  std::size_t at_ = 0;
  std::vector<Frame> frames_{Frame{true, false, false}};
  std::set<std::string> common_;
  std::vector<TableUse> uses_;
};

/// "-1.5e3": nothing that could be more than a number in a statement.
bool is_number(const std::string& value) {
  const std::string_view digits = std::string_view(value).substr(value.starts_with('-') ? 1 : 0);
  if (digits.empty() || digits.find_first_not_of("0123456789.-+eE") != std::string_view::npos) {
    return false;
  }
  try {
    const std::vector<SqlToken> read = sql_tokens(digits);
    return read.size() == 2 && read.front().kind == SqlTokenKind::Number;
  } catch (const SqlError&) {
    return false;
  }
}

std::string number_text(const SqlParameter& parameter, const std::string& value) {
  if (is_number(value)) return value;
  throw classed("CAST_INVALID_INPUT",
                "22018",
                "The value '" + as_utf8(value) + "' of the parameter " + parameter.name +
                    " is no " + parameter.type + ".");
}

std::string parameter_text(const SqlParameter& parameter) {
  constexpr std::array<std::string_view, 9> kNumbers{
      "BIGINT", "INT", "LONG", "SMALLINT", "TINYINT", "DOUBLE", "FLOAT", "SHORT", "BYTE"};
  if (!parameter.value) return "NULL";
  const std::string type = folded(parameter.type);
  const bool counts =
      type.starts_with("decimal") ||
      std::any_of(kNumbers.begin(), kNumbers.end(), [&](auto t) { return folded(t) == type; });
  if (counts) return number_text(parameter, *parameter.value);
  if (type == "boolean" && (*parameter.value == "true" || *parameter.value == "false")) {
    return *parameter.value;
  }
  return database_text(*parameter.value);
}

/// Writes a statement anew.
class Rewriter {
 public:
  Rewriter(const DataStatement& statement, const std::vector<SqlParameter>& parameters)
      : tokens_(statement.tokens), verb_(statement.verb), parameters_(parameters) {}

  std::string write(const std::vector<TableUse>& uses, const std::vector<std::string>& names) {
    auto use = uses.begin();
    for (at_ = 0; at_ + 1 < tokens_.size(); ++at_) {
      is_close_ = stands_close();
      if (use != uses.end() && at_ == use->first) {
        put_table(*use, names[static_cast<std::size_t>(use - uses.begin())]);
        at_ = use->last;
        ++use;
      } else {
        put_token();
      }
    }
    return std::move(out_);
  }

 private:
  void put(std::string_view text) {
    if (!out_.empty() && !is_close_) out_ += ' ';
    is_close_ = false;
    out_ += text;
  }

  /// Signs stay next to what they stood next to: a column without a name is called by its text.
  [[nodiscard]] bool stands_close() const {
    constexpr std::string_view kJoining = "().,*";
    const auto joins = [&](std::size_t at) {
      const SqlToken& token = tokens_[at];
      return token.kind == SqlTokenKind::Symbol &&
             kJoining.find(token.text) != std::string_view::npos;
    };
    return at_ > 0 && tokens_[at_ - 1].end == tokens_[at_].start && (joins(at_) || joins(at_ - 1));
  }

  void put_table(const TableUse& use, const std::string& name) {
    put(name);
    const bool is_filled = use.is_target && verb_ == DataVerb::Insert;
    if (!use.has_alias && !is_filled) put("AS " + database_name(use.name.back()));
  }

  void put_token() {
    const SqlToken& token = tokens_[at_];
    const bool is_left_out = verb_ == DataVerb::Insert && at_ == 2 && is_word(token, "TABLE");
    if (is_left_out) return;
    if (is_name(token)) return put_name();
    if (token.kind == SqlTokenKind::Text) return put(database_text(token.text));
    if (is_symbol(token, ":") && is_name(tokens_[at_ + 1])) {
      put(parameter_text(parameter(tokens_[++at_])));
    } else {
      put(is_symbol(token, "<=>") ? "IS" : token.text);
    }
  }

  const SqlParameter& parameter(const SqlToken& name) const {
    for (const SqlParameter& each : parameters_) {
      if (each.name == name.text) return each;
    }
    throw classed("UNBOUND_SQL_PARAMETER", "42P02", "There is no parameter " + name.text + ".");
  }

  /// "sales.crm.users.id" is what "users.id" is: tables are called by the last part of their name.
  void put_name() {
    std::vector<const SqlToken*> parts{&tokens_[at_]};
    while (is_symbol(tokens_[at_ + 1], ".") && is_name(tokens_[at_ + 2])) {
      at_ += 2;
      parts.push_back(&tokens_[at_]);
    }
    constexpr std::size_t kKept = 2;
    if (parts.size() > kKept && !is_symbol(tokens_[at_ + 1], ".")) {
      parts.erase(parts.begin(), parts.end() - kKept);
    }
    for (const SqlToken* part : parts) {
      if (part != parts.front()) out_ += '.';
      is_close_ = is_close_ || part != parts.front();
      put_part(*part);
    }
  }

  void put_part(const SqlToken& part) {
    if (part.text.find('\0') != std::string::npos) {
      throw data_error(part, "a name has no control characters");
    }
    if (part.kind == SqlTokenKind::Name || is_any(part, kOnlyThere)) {
      return put(database_name(part.text));
    }
    put(is_text_type(part) ? "TEXT" : std::string_view(part.text));
  }

  /// CAST(… AS STRING): the database knows texts by another name.
  [[nodiscard]] bool is_text_type(const SqlToken& part) const {
    constexpr std::array<std::string_view, 3> kTypes{"STRING", "DATE", "TIMESTAMP"};
    return is_any(part, kTypes) && at_ > 0 && is_word(tokens_[at_ - 1], "AS") &&
           is_symbol(tokens_[at_ + 1], ")");
  }

  const Tokens& tokens_;
  DataVerb verb_;
  const std::vector<SqlParameter>& parameters_;
  std::size_t at_ = 0;
  bool is_close_ = false;  ///< what comes next stands close to what is there
  std::string out_;
};

}  // namespace

std::vector<TableUse> tables_of(const DataStatement& statement) {
  return TableFinder(statement).find();
}

std::string rewritten(const DataStatement& statement,
                      const std::vector<TableUse>& uses,
                      const std::vector<std::string>& names,
                      const std::vector<SqlParameter>& parameters) {
  return Rewriter(statement, parameters).write(uses, names);
}

}  // namespace dgctl::providers::sim
