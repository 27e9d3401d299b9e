#include "engine/sql/statements.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/model/article.h"
#include "engine/model/descriptor.h"
#include "engine/sql/field_words.h"
#include "engine/sql/quoting.h"

namespace dgctl::engine {
namespace {

struct SecurableWords {
  std::string_view type, words;
  bool has_parts;  ///< its full name is a path
};

// The types of the permissions API. Views, materialized views and streaming tables are tables to
// it, registered models functions. Shares, recipients and the like are granted on elsewhere.
constexpr std::array kSecurables{
    SecurableWords{"catalog", "CATALOG", false},
    SecurableWords{"clean_room", "CLEAN ROOM", false},
    SecurableWords{"connection", "CONNECTION", false},
    SecurableWords{"credential", "CREDENTIAL", false},
    SecurableWords{"external_location", "EXTERNAL LOCATION", false},
    SecurableWords{"external_metadata", "EXTERNAL METADATA", false},
    SecurableWords{"function", "FUNCTION", true},
    SecurableWords{"registered_model", "FUNCTION", true},
    SecurableWords{"schema", "SCHEMA", true},
    SecurableWords{"share", "SHARE", false},
    SecurableWords{"storage_credential", "STORAGE CREDENTIAL", false},
    SecurableWords{"table", "TABLE", true},
    SecurableWords{"volume", "VOLUME", true},
};

/// Puts a statement together and notes what keeps it from running.
class Writer {
 public:
  Writer& words(std::string_view text) {
    statement_.text += text;
    return *this;
  }
  /// A clause in a line of its own.
  Writer& clause(std::string_view text) { return words("\n  ").words(text); }

  Writer& name(const Value& value) {
    const std::string text = told(value);
    if (!reads_as_it_is(text)) unwritable_ = text;
    return words(sql_name(text));
  }
  Writer& path(std::string_view full_name) {
    if (!reads_as_it_is(full_name)) unwritable_ = full_name;
    return words(sql_path(full_name));
  }
  Writer& text(const Value& value) { return words(sql_text(told(value))); }

  /// Adds the statement to what can be done, or why there is none to what is left.
  void add_to(InSql& sql) && {
    if (!unwritable_) {
      sql.statements.push_back(std::move(statement_));
    } else {
      sql.left.push_back("the name '" + *unwritable_ + "' cannot stand in SQL as it is");
    }
  }

 private:
  /// What a value says, with placeholders for what is not known yet.
  std::string told(const Value& value) {
    const auto* later = std::get_if<KnownAfter>(&value.is);
    if (later == nullptr) return scalar_text(value);
    std::string text;
    for (const auto& part : later->parts) {
      const auto* ref = std::get_if<AttributeRef>(&part);
      text += ref == nullptr ? std::get<std::string>(part) : placeholder(*ref);
      if (ref != nullptr) statement_.waits_for.push_back(*ref);
    }
    return text;
  }

  Statement statement_;
  std::optional<std::string> unwritable_;
};

bool is_gate(const std::string& privilege) { return privilege.starts_with("USE_"); }

/// The words of privileges for one statement, those that open the way first.
std::string listed(const Privileges& privileges, InSql& sql) {
  std::string gates;
  std::string others;
  for (const std::string& privilege : privileges) {
    const std::optional<std::string> words = sql_privilege(privilege);
    if (!words) {
      sql.left.push_back("'" + privilege + "' is not spelled as privileges are");
      continue;
    }
    std::string& part = is_gate(privilege) ? gates : others;
    part += (part.empty() ? "" : ", ") + *words;
  }
  return gates.empty() || others.empty() ? gates + others : gates + ", " + others;
}

struct GrantWords {
  std::string_view verb, preposition;
};
constexpr GrantWords kGrant{"GRANT ", " TO "};
constexpr GrantWords kRevoke{"REVOKE ", " FROM "};

/// ALL PRIVILEGES stand alone in a statement.
void add_grant(InSql& sql,
               const GrantWords& words,
               const Privileges& privileges,
               const std::string& on,
               const Value& principal) {
  const Privileges all = common(privileges, {std::string(kAllPrivileges)});
  for (const Privileges& together : {all, without(privileges, all)}) {
    const std::string list = listed(together, sql);
    if (list.empty()) continue;
    Writer writer;
    writer.words(words.verb).words(list).words(" ON ").words(on).words(words.preposition);
    std::move(writer.name(principal)).add_to(sql);
  }
}

/// "CATALOG" and the parts of its name.
Writer& put_name(Writer& writer, const std::string& kind, const Fields& fields) {
  bool follows = false;
  for (const Field& field : descriptor_of(kind).fields) {
    if (!field.is_name) continue;
    if (follows) writer.words(".");
    const Value* part = find(fields, field.name);
    writer.name(part == nullptr ? Value("") : *part);
    follows = true;
  }
  return writer;
}

/// "('team' = 'data', 'tier' = '1')"
void put_map(Writer& writer, const Fields& map) {
  writer.words("(");
  bool follows = false;
  for (const auto& [key, value] : map) {
    if (follows) writer.words(", ");
    writer.text(key).words(" = ").text(value);
    follows = true;
  }
  writer.words(")");
}

constexpr std::string_view kProperties = "properties";
constexpr std::array<std::string_view, 3> kOptimizations{"DISABLE", "ENABLE", "INHERIT"};

/// The word for a setting of predictive optimization, if it is one that SQL knows.
const std::string* optimization(const std::string& field, const Value& value) {
  if (field != "enable_predictive_optimization" || value.text() == nullptr) return nullptr;
  const bool known = std::find(kOptimizations.begin(), kOptimizations.end(), *value.text()) !=
                     kOptimizations.end();
  return known ? value.text() : nullptr;
}

bool takes_properties(std::string_view kind) { return kind == "schema"; }

/// "SQL cannot set isolation_mode of a catalog, here to ISOLATED"
std::string no_sql_for(const std::string& kind, const std::string& field, const Value& value) {
  const std::string to = scalar_text(value);
  return "SQL cannot set " + field + " of " + with_article(kind) +
         (to.empty() ? "" : ", here to " + to);
}

/// Writes the clause of a field of a new object. False: SQL has none.
bool put_clause(Writer& writer,
                const std::string& kind,
                const std::string& field,
                const Value& value) {
  if (const FieldWords* words = field_words(kind, field)) {
    writer.clause(words->create);
    (words->is_name ? writer.name(value) : writer.text(value)).words(words->close);
  } else if (field == "comment") {
    writer.clause("COMMENT ").text(value);
  } else if (field == "storage_root") {
    writer.clause("MANAGED LOCATION ").text(value);
  } else if (field == kProperties && takes_properties(kind) && value.fields() != nullptr) {
    if (value.fields()->empty()) return true;
    writer.clause("WITH DBPROPERTIES ");
    put_map(writer, *value.fields());
  } else {
    return false;
  }
  return true;
}

/// What a catalog of somebody else's data is made from. True if it is one.
bool put_origin(Writer& writer, const Fields& fields) {
  const Value* connection = find(fields, "connection_name");
  const Value* provider = find(fields, "provider_name");
  const Value* share = find(fields, "share_name");
  if (connection != nullptr) {
    writer.clause("USING CONNECTION ").name(*connection);
  }
  if (provider != nullptr && share != nullptr) {
    writer.clause("USING SHARE ").name(*provider).words(".").name(*share);
  }
  return connection != nullptr || (provider != nullptr && share != nullptr);
}

bool is_origin(std::string_view field) {
  return field == "connection_name" || field == "provider_name" || field == "share_name";
}

Writer altering(const std::string& kind, const Value& id) {
  Writer writer;
  writer.words("ALTER ").words(sql_kind(kind)).words(" ");
  writer.path(id.text() == nullptr ? "" : *id.text()).words(" ");
  return writer;
}

/// The difference of two maps. That a key goes SQL cannot say.
void add_properties(InSql& sql,
                    const UpdateObject& call,
                    const Fields& wanted,
                    const Fields& live) {
  const Value* before = find(live, kProperties);
  const Fields* had = before == nullptr ? nullptr : before->fields();
  Fields set;
  for (const auto& [key, value] : wanted) {
    const Value* old = had == nullptr ? nullptr : find(*had, key);
    if (old == nullptr || *old != value) set.emplace(key, value);
  }
  if (!set.empty()) {
    Writer writer = altering(call.kind, call.id);
    writer.words("SET DBPROPERTIES ");
    put_map(writer, set);
    std::move(writer).add_to(sql);
  }
  if (had == nullptr) return;
  for (const auto& [key, value] : *had) {
    if (find(wanted, key) == nullptr)
      sql.left.push_back("SQL cannot remove the property '" + key + "'");
  }
}

/// Adds the statement that writes a field. False: SQL has none.
bool add_update(InSql& sql,
                const UpdateObject& call,
                const std::string& field,
                const Value& value) {
  if (field == "comment" && takes_comment_on(call.kind)) {
    Writer writer;
    writer.words("COMMENT ON ").words(sql_kind(call.kind)).words(" ");
    writer.path(call.id.text() == nullptr ? "" : *call.id.text()).words(" IS ").text(value);
    std::move(writer).add_to(sql);
    return true;
  }
  Writer writer = altering(call.kind, call.id);
  if (field == "owner") {
    writer.words("OWNER TO ").name(value);
  } else if (const FieldWords* words = field_words(call.kind, field);
             words != nullptr && !words->alter.empty()) {
    writer.words(words->alter);
    words->is_name ? writer.name(value) : writer.text(value);
  } else if (const std::string* setting = optimization(field, value)) {
    writer.words(*setting).words(" PREDICTIVE OPTIMIZATION");
  } else {
    return false;
  }
  std::move(writer).add_to(sql);
  return true;
}

}  // namespace

std::string placeholder(const AttributeRef& ref) {
  return "<" + ref.field + " of " + to_string(ref.of) + ">";
}

std::optional<std::string> sql_securable(const Securable& securable) {
  if (securable.type == "metastore") return "METASTORE";
  const auto it =
      std::find_if(kSecurables.begin(), kSecurables.end(), [&](const SecurableWords& known) {
        return known.type == securable.type;
      });
  if (it == kSecurables.end()) return std::nullopt;
  return std::string(it->words) + " " +
         (it->has_parts ? sql_path(securable.full_name) : sql_name(securable.full_name));
}

std::optional<std::string> sql_privilege(std::string_view privilege) {
  std::string words;
  for (const char c : privilege) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '_') return std::nullopt;
    words += letter ? c : ' ';
  }
  if (words.empty()) return std::nullopt;
  return words;
}

bool has_statements(std::string_view kind) {
  return kind == "catalog" || kind == "schema" || kind == "external_location" || kind == "volume";
}

namespace {

/// What a statement has to have comes first, in the order of the fields.
void put_required_clauses(Writer& writer, const CreateObject& call) {
  for (const Field& field : descriptor_of(call.kind).fields) {
    const Value* value = find(call.fields, field.name);
    if (value == nullptr || field_words(call.kind, field.name) == nullptr) continue;
    put_clause(writer, call.kind, field.name, *value);
  }
}

/// Whether a field stands in the statement already.
bool is_put(const CreateObject& call,
            const std::string& field,
            const Value& value,
            bool has_origin) {
  const Field* known = descriptor_of(call.kind).field(field);
  return field_words(call.kind, field) != nullptr ||
         value_word(call.kind, field, value) != nullptr || (known != nullptr && known->is_name) ||
         (has_origin && is_origin(field));
}

/// CREATE, and the words between that and the kind.
void put_create(Writer& writer, const CreateObject& call) {
  const bool is_foreign = find(call.fields, "connection_name") != nullptr;
  writer.words(is_foreign ? "CREATE FOREIGN " : "CREATE ");
  for (const auto& [field, value] : call.fields) {
    if (const ValueWord* word = value_word(call.kind, field, value)) writer.words(word->word);
  }
}

}  // namespace

InSql create_in_sql(const CreateObject& call, bool anew) {
  InSql sql;
  Writer writer;
  put_create(writer, call);
  writer.words(sql_kind(call.kind));
  // Whoever runs this twice is not stopped by what the first time made.
  writer.words(anew ? " " : " IF NOT EXISTS ");
  put_name(writer, call.kind, call.fields);
  const bool has_origin = put_origin(writer, call.fields);
  bool is_another = false;  // without its origin it would be another catalog than the one meant
  put_required_clauses(writer, call);
  for (const auto& [field, value] : call.fields) {
    if (is_put(call, field, value, has_origin)) continue;
    if (!put_clause(writer, call.kind, field, value)) {
      sql.left.push_back(no_sql_for(call.kind, field, value));
    }
    is_another = is_another || is_origin(field);
  }
  if (!is_another) std::move(writer).add_to(sql);
  return sql;
}

InSql update_in_sql(const UpdateObject& call, const Fields& live) {
  InSql sql;
  for (const auto& [field, value] : call.changed) {
    if (field == kProperties && takes_properties(call.kind) && value.fields() != nullptr) {
      add_properties(sql, call, *value.fields(), live);
    } else if (!add_update(sql, call, field, value)) {
      sql.left.push_back(no_sql_for(call.kind, field, value));
    }
  }
  for (const auto& [field, words] : call.words) {
    sql.left.push_back(no_sql_for(call.kind, field, List{}));
  }
  return sql;
}

InSql drop_in_sql(const DeleteObject& call) {
  InSql sql;
  Writer writer;
  writer.words("DROP ").words(sql_kind(call.kind)).words(" IF EXISTS ").path(call.id);
  const Descriptor* kind = find_descriptor(call.kind);
  const bool may_hold_something = kind == nullptr || !kind->contains.empty();
  const char* contents = call.with_contents ? " CASCADE" : " RESTRICT";
  std::move(writer.words(may_hold_something ? contents : "")).add_to(sql);
  return sql;
}

InSql grants_in_sql(const Securable& on, const GrantDelta& delta) {
  InSql sql;
  const std::optional<std::string> securable = sql_securable(on);
  if (!securable) {
    sql.left.push_back("SQL grants nothing on a " + on.type);
    return sql;
  }
  if (on.type != "metastore" && !reads_as_it_is(on.full_name)) {
    sql.left.push_back("the name '" + on.full_name + "' cannot stand in SQL as it is");
    return sql;
  }
  const bool sweeps = delta.remove.contains(std::string(kAllPrivileges));
  if (!sweeps) add_grant(sql, kGrant, delta.add, *securable, delta.principal);
  add_grant(sql, kRevoke, delta.remove, *securable, delta.principal);
  if (sweeps) add_grant(sql, kGrant, delta.add, *securable, delta.principal);
  // Half of it may be less than is held now.
  if (!sql.left.empty()) sql.statements.clear();
  return sql;
}

}  // namespace dgctl::engine
