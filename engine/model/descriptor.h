#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/lookup.h"
#include "engine/model/value.h"

// What a resource kind is, as data. Loading, diff, validation and rendering read descriptors and
// name no kind; code may branch on a kind's shape.

namespace dgctl::engine {

enum class Shape {
  Object,  ///< fields, compared three ways
  Entry,   ///< words for a (securable, principal): a grant
};

enum class FieldType {
  Text,
  PrincipalName,  ///< text; in YAML `sp:KEY`, `user:NAME`, `group:NAME` or a bare name, here as
                  ///< the workspace spells it
  Boolean,
  Integer,
  TextMap,
  SecurableName,  ///< "catalog:sales"; in YAML {catalog: sales}
  Words,          ///< a list of words, normalised for the entry's securable
};

/// When the workspace takes a field.
enum class Written {
  Always,      ///< when the object is made and later
  UpdateOnly,  ///< not when it is made: a step of its own follows
  CreateOnly,  ///< later it is immutable: another value means a replacement
  Never,       ///< computed by the workspace
};

struct Field {
  explicit Field(std::string field_name) : name(std::move(field_name)) {}

  std::string name;  ///< as in the REST API
  FieldType type = FieldType::Text;
  Written written = Written::Always;
  std::string description, example;
  std::vector<std::string> known_values;  ///< of an enumeration; others pass with a warning
  /// Patterns ('*' for any run) of map keys that the workspace adds by itself: no difference, never
  /// removed.
  std::vector<std::string> server_keys;
  bool required = false;
  bool set_like = false;     ///< order does not matter; members beyond the file may be excess
  bool is_volatile = false;  ///< moves by itself, never compared
  bool is_name = false;      ///< part of the natural key: lower case, no '.', ' ' or '/'
  bool ignores_trailing_slash = false;
  bool empty_is_unset = false;  ///< the workspace does not tell "" or {} from a missing field
  /// Whoever writes it may lose the right to write more: sent last, in a step of its own.
  bool transfers_control = false;
};

struct Descriptor {
  std::string kind;    ///< "catalog"; of a securable also its type in a REST path
  std::string plural;  ///< its key under `resources:`
  Shape shape = Shape::Object;
  std::string description;
  std::vector<Field> fields;
  bool is_securable = false;
  bool protected_by_default = false;  ///< lifecycle.prevent_destroy where nothing is said
  std::string contains;               ///< the kind of what lives directly below, "" if nothing does
  /// Names that a new object contains without anybody's doing. The first kind never counts as
  /// content; the second does not if it is empty, and then has to be dropped before the object.
  std::vector<std::string> permanent_contents, droppable_contents;
  std::string source;  ///< where the facts are documented

  [[nodiscard]] const Field* field(std::string_view name) const;
};

/// All kinds, in the order in which documentation lists them.
std::span<const Descriptor> descriptors();
/// The descriptor of a kind, or nullptr.
const Descriptor* find_descriptor(std::string_view kind);
/// The descriptor of a kind that the program itself named. Throws std::logic_error for another.
const Descriptor& descriptor_of(std::string_view kind);
const Descriptor* find_descriptor_by_plural(std::string_view plural);

/// The name of an object in the workspace, of its name fields: "sales.crm". Empty as long as one of
/// them is known only after another step.
std::string full_name(const Descriptor& descriptor, const Fields& fields);

/// The kind of the entries on securables.
const std::string& entry_kind_on_securables();
/// Its field that holds the words.
inline constexpr const char* kWordsField = "privileges";

/// What an entry's fields say, taken apart.
struct Entry {
  Securable on;
  Value principal;  ///< text, or KnownAfter
  Privileges words;
};
Entry entry_of(const Fields& fields);
Fields fields_of(const Entry& entry);

/// "catalog:sales" and back.
std::string to_text(const Securable& securable);
Securable securable_from(std::string_view text);

/// What identifies a resource over there: ("catalog", "sales"), ("grant", "catalog:sales/0f6b…").
/// An empty name: not known yet.
struct NaturalKey {
  std::string kind, name;
  auto operator<=>(const NaturalKey&) const = default;
  bool operator==(const NaturalKey&) const = default;
};
NaturalKey natural_key(const Address& address, const Fields& fields);

/// Lower case where the workspace compares without regard to case: application ids and e-mails.
Principal canonical_principal(std::string_view principal);
/// Whether a text has the form of an application id.
bool is_uuid(std::string_view text);
/// ASCII lower case, as Unity Catalog stores names.
std::string lower_case(std::string_view text);

/// A kind a file: each says where its facts come from.
Descriptor catalog_descriptor();
Descriptor schema_descriptor();
Descriptor grant_descriptor();

}  // namespace dgctl::engine
