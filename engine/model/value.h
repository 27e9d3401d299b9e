#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dgctl::engine {

/// Names a resource here, in the configuration, the state and the plan: `catalog.main`,
/// `grant.table:finance.ledger.accounts/main`. What names it over there is its natural key.
struct Address {
  std::string kind;  ///< a descriptor's kind: "catalog"
  std::string key;   ///< as it is displayed, parts outside [A-Za-z0-9_.@:-] double-quoted
  auto operator<=>(const Address&) const = default;
  bool operator==(const Address&) const = default;
};

/// "catalog.main"
std::string to_string(const Address& address);
/// The inverse. Nothing if the text is no address; whether the kind exists is not checked.
std::optional<Address> parse_address(std::string_view text);
/// Makes a key of parts: each quoted where it has to be, joined by '/'.
std::string make_key(const std::vector<std::string>& parts);

struct Null {
  auto operator<=>(const Null&) const = default;
};

/// One attribute of another resource: what `${resources.catalogs.main.storage_location}` refers to.
struct AttributeRef {
  Address of;
  std::string field;
  auto operator<=>(const AttributeRef&) const = default;
  bool operator==(const AttributeRef&) const = default;
};

/// A value that only another resource yields: known once that is found live, or only after a step
/// has made it. One part that is a reference keeps the attribute's type; several make text.
/// Not called Unknown: that word is for access that cannot be told.
struct KnownAfter {
  std::vector<std::variant<std::string, AttributeRef>> parts;
  auto operator<=>(const KnownAfter&) const = default;
  bool operator==(const KnownAfter&) const = default;
};

struct Value;
using List = std::vector<Value>;
/// A missing name is "not set", which is neither Null nor "" nor 0.
using Fields = std::map<std::string, Value, std::less<>>;

/// A value of a field, and the engine's own document: state, journal and plan file are made of it.
struct Value {
  std::variant<Null, bool, std::int64_t, std::string, List, Fields, KnownAfter> is;

  Value() = default;
  // Written like the literal they hold: fields["name"] = "sales".
  Value(Null null) : is(null) {}                      // NOLINT(google-explicit-constructor)
  Value(bool flag) : is(flag) {}                      // NOLINT(google-explicit-constructor)
  Value(std::int64_t number) : is(number) {}          // NOLINT(google-explicit-constructor)
  Value(int number) : is(std::int64_t{number}) {}     // NOLINT(google-explicit-constructor)
  Value(std::string text) : is(std::move(text)) {}    // NOLINT(google-explicit-constructor)
  Value(const char* text) : is(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  Value(List list) : is(std::move(list)) {}           // NOLINT(google-explicit-constructor)
  Value(Fields fields) : is(std::move(fields)) {}     // NOLINT(google-explicit-constructor)
  Value(KnownAfter later) : is(std::move(later)) {}   // NOLINT(google-explicit-constructor)

  bool operator==(const Value&) const = default;

  /// The text, or nullptr if it is anything else.
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&is); }
  [[nodiscard]] const Fields* fields() const { return std::get_if<Fields>(&is); }
  [[nodiscard]] const List* list() const { return std::get_if<List>(&is); }
};

/// The value of a name, or nullptr where it is not set.
const Value* find(const Fields& fields, std::string_view name);
/// The text of a name, or "" where it is not set or no text.
std::string text_of(const Fields& fields, std::string_view name);
/// A scalar as it stands inside a longer text: "sales", "true", "12", "null"; "" of anything else,
/// which the language lets nobody write there.
std::string scalar_text(const Value& value);
/// A value with the attributes that are known filled in; the others stay as they are.
Value filled(const Value& value, const std::map<Address, Fields>& known);
Fields filled(const Fields& fields, const std::map<Address, Fields>& known);
/// Every attribute that a value waits for, in the order in which it mentions them.
std::vector<AttributeRef> references_in(const Value& value);

}  // namespace dgctl::engine
