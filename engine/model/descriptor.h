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
  Entry,   ///< words for a (thing, principal): a grant, a permission
  Secret,  ///< a life cycle: issued, stored, proven, retired
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
  TextSet,        ///< a list of texts without order
  TagMap,         ///< in REST and YAML {custom_tags: [{key, value}]}, here a map of texts
  Duration,       ///< "365d"; see duration.h
  Sink,           ///< "file:.secrets/default.env"; in YAML {file: .secrets/default.env}
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
  bool set_like = false;        ///< order does not matter; members beyond the file may be excess
  bool is_volatile = false;     ///< moves by itself, never compared
  bool needed_to_make = false;  ///< the workspace makes no object without it, and has no default
  /// The answer to making an object does not tell it: nothing that is made then can wait for it.
  bool told_late = false;
  bool is_name = false;  ///< part of the natural key: lower case, no '.', ' ' or '/'
  /// What people call an object that its id identifies: free text, can be changed.
  bool is_label = false;
  /// The configuration may give it to say which object is meant.
  bool is_id = false;
  bool ignores_trailing_slash = false;
  bool empty_is_unset = false;  ///< the workspace does not tell "" or {} from a missing field
  /// Whoever writes it may lose the right to write more: sent last, in a step of its own.
  bool transfers_control = false;
  /// A new object first bears a name of its run's own here, which proves who made it.
  bool proves_creation = false;
  /// Members that make whoever has them an administrator.
  std::vector<std::string> privileged_values;
  /// Kept by the workspace even where the account keeps the object, and there written once the
  /// object is assigned to the workspace.
  bool of_workspace = false;
  bool foreign_when_set = false;  ///< set: an identity provider manages the object
  /// The kind of what a text names by its name, and that has to be there before: of one that dgctl
  /// may only look at, such as a storage credential.
  std::string names_kind;
  /// Goes with one value of another field: given where that has it, and nowhere else. That field is
  /// one of known values.
  std::string goes_with, goes_with_value;
  bool restarts = false;                    ///< writing it to what runs restarts that
  std::vector<std::string> stopped_values;  ///< with these any update starts the object
};

struct Descriptor {
  std::string kind;            ///< "catalog"; of a securable also its type in a REST path
  std::string terraform_type;  ///< "databricks_catalog"; "": `databricks_` and the kind
  std::string plural;          ///< its key under `resources:`
  Shape shape = Shape::Object;
  std::string description;
  std::vector<Field> fields;
  bool is_securable = false;
  /// Of a securable: the privileges that it takes, as REST spells them, sorted.
  std::vector<std::string> privileges;
  /// Of a securable: the one of them that lets somebody read what it holds, and that shows what
  /// stands in a schema.
  std::string read_privilege;
  bool protected_by_default = false;  ///< lifecycle.prevent_destroy where nothing is said
  /// The workspace gives it an id, which identifies it; its label can be changed.
  bool by_id = false;
  /// Of what is found by its label: whether only one object can bear it.
  bool label_is_unique = false;
  /// Of an entry: one level in place of a set of words. Such entries have the fields `object`
  /// ("sql_warehouse:ID", "workspace:"), `principal` and `level`.
  bool has_levels = false;
  /// Of an entry with levels: its principal is an id, not a name, and in the file it is a word in
  /// the block of that principal, so that it takes no `lifecycle` of its own.
  bool principal_by_id = false;
  /// Of such an entry: whoever has it is of the workspace, where nobody else can be named.
  bool admits = false;
  /// Of such an entry on what is no resource: the key of a service principal that lists its names…
  std::string listed_as;
  std::string list_description, list_example;  ///< … what that key is for …
  std::string thing_type;                      ///< … their type, as in "group:analysts" …
  /// … and those on which nobody can be put so, with what to do in place of it: a sentence without
  /// a final period.
  std::vector<std::pair<std::string, std::string>> refused_things;
  std::string notice;  ///< of an entry with levels: what people have to know when it is given
  /// How a message names all entries on one thing, up to the thing: "the permissions on ".
  std::string acl_words;
  /// Of an entry with levels: the level that comes with the making of its principal.
  std::string level_of_new;
  std::string privileged_level;     ///< of an entry with levels: who has it is an administrator
  std::vector<std::string> levels;  ///< that can be asked for
  /// The kinds of what lives directly below, if anything does: all that stands in the way of
  /// deleting it. What a listing of it shows unasked comes first.
  std::vector<std::string> contains;
  /// Names that a new object contains without anybody's doing, of the first of those kinds. The
  /// first ones never count as content; the second do not if they are empty, and then have to be
  /// dropped before the object.
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

/// The name of an object in the workspace, of its name fields: "sales.crm"; of what its id
/// identifies the label. Empty as long as a part is known only after another step, or not set.
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

/// How the names begin under which objects are made whose making needs a proof.
inline constexpr const char* kProofPrefix = "dgctl-";

/// The thing of assignments.
inline constexpr const char* kWorkspaceThing = "workspace:";

/// What an entry with a level says, taken apart.
struct LevelEntry {
  Value thing;      ///< text as in AclOf, or KnownAfter
  Value principal;  ///< text, or KnownAfter
  std::string level;
};
LevelEntry level_entry_of(const Fields& fields);
Fields fields_of(const LevelEntry& entry);

/// The look-up of an object by what identifies it: an id, or a full name.
Lookup lookup_of(const std::string& kind, const std::string& id);

/// What Terraform's provider calls a kind: "databricks_catalog".
std::string terraform_type(const std::string& kind);
/// The look-up of the names of what stands beside an object, for "did you mean".
Lookup beside(const Securable& object);
/// The look-up of the names of one kind in a securable.
Below below(const Securable& parent, const std::string& kind);
/// The kind of what such a look-up names.
std::string kind_below(const Below& below);
/// The look-ups that name all that an object holds, one for each kind that it can hold.
std::vector<Below> all_below(const Securable& object);

/// Of what can be granted on, whether dgctl makes it or not: the privilege that reads it.
std::string read_privilege(const std::string& type);

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
Descriptor service_principal_descriptor();
Descriptor service_principal_secret_descriptor();
Descriptor workspace_assignment_descriptor();
Descriptor sql_warehouse_descriptor();
Descriptor permission_descriptor();
Descriptor group_membership_descriptor();
Descriptor external_location_descriptor();
Descriptor volume_descriptor();

}  // namespace dgctl::engine
