#include "engine/config/expanded.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "engine/config/findings.h"
#include "engine/config/memberships.h"
#include "engine/config/names.h"
#include "engine/config/permissions.h"
#include "engine/config/safety.h"
#include "engine/config/spelling.h"
#include "engine/config/values.h"
#include "engine/config/yaml_text.h"
#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kPlacesShown = 3;
constexpr std::size_t kLongestKey = 1000;  // in bytes; YAML allows a key before ':' 1,024

std::string name_of(const Securable& securable) {
  std::string name;
  for (std::size_t at = 0; at <= securable.full_name.size();) {
    const std::size_t dot = std::min(securable.full_name.find('.', at), securable.full_name.size());
    name += (at == 0 ? "" : ".") + spelled_name_part(securable.full_name.substr(at, dot - at));
    at = dot + 1;
  }
  return name;
}

std::string flag_word(bool value) { return value ? "true" : "false"; }

class Writer {
 public:
  explicit Writer(const Desired& desired) : desired_(desired), spelling_(desired) {}

  std::string write() {
    line(0, "# " + desired_.stack + " with everything that is defaulted; it loads to the same.");
    line(0, "version: 1");
    line(0, "name: " + yaml_value(desired_.stack));
    write_workspace();
    line(0, "state: {backend: local, path: " + yaml_value(desired_.state_path) + "}");
    const Safety& safety = desired_.safety;
    line(0,
         "safety: {max_destroy: " + std::to_string(safety.max_destroy) +
             ", max_revoke: {own: " + to_text(safety.max_revoke_own) +
             ", others: " + std::to_string(safety.max_revoke_others) + "}}");
    write_resources();
    return std::move(out_);
  }

 private:
  void line(std::size_t indentation, std::string_view text) {
    out_.append(indentation, ' ').append(text).append("\n");
  }

  void write_workspace() {
    const DesiredWorkspace& workspace = desired_.workspace;
    line(0, "workspace:");
    if (!workspace.host.empty()) line(2, "host: " + yaml_value(workspace.host));
    if (!workspace.profile.empty()) line(2, "profile: " + yaml_value(workspace.profile));
    if (workspace.workspace_id) line(2, "workspace_id: " + std::to_string(*workspace.workspace_id));
    if (workspace.metastore_id) line(2, "metastore_id: " + yaml_value(*workspace.metastore_id));
    if (workspace.account_id) line(2, "account_id: " + yaml_value(*workspace.account_id));
    if (desired_.account) write_account(*desired_.account);
  }

  void write_account(const DesiredAccount& account) {
    line(0, "identity_plane: account");
    line(0, "account:");
    if (!account.host.empty()) line(2, "host: " + yaml_value(account.host));
    line(2, "id: " + yaml_value(account.id));
    if (!account.profile.empty()) line(2, "profile: " + yaml_value(account.profile));
  }

  /// The keys below `resources:`, each opened by the first thing that stands below it.
  void open_section(std::string_view plural) {
    if (plural == section_) return;
    line(0, section_.empty() ? "resources:" : "");
    section_ = plural;
    line(2, section_ + ":");
  }

  void write_resources() {
    for (const Descriptor& kind : descriptors()) {
      if (kind.plural.empty()) continue;  // stands in another
      for (const DesiredResource& resource : desired_.resources) {
        if (resource.address.kind != kind.kind) continue;
        open_section(kind.plural);
        write_places(resource.places);
        if (kind.shape == Shape::Object) {
          write_object(kind, resource);
        } else {
          write_entry(resource);
        }
      }
    }
  }

  void write_places(const std::vector<Place>& places) {
    std::vector<std::string> shown;
    for (const Place& place : places) {
      if (shown.size() == kPlacesShown) break;
      shown.push_back(to_text(place));
    }
    const std::size_t more = places.size() - shown.size();
    if (more > 0) shown.push_back(std::to_string(more) + " more places");
    if (!shown.empty()) line(4, "# " + enumerated(shown));
  }

  void write_object(const Descriptor& kind, const DesiredResource& resource) {
    const std::string key = key_of_address(resource.address.key);
    line(4, yaml_scalar(key) + ":");
    for (const Field& field : kind.fields) {
      const Value* value = find(resource.fields, field.name);
      if (value != nullptr) write_field(6, field, *value);
    }
    if (resource.existing) line(6, "existing: true");
    if (kind.is_securable) line(6, "exclusive: " + flag_word(resource.exclusive));
    if (kind.kind == "service_principal") write_principal(resource.address);
    if (!resource.existing) {
      // What only its id identifies is taken over by that, or made.
      const bool is_told =
          !kind.by_id || kind.label_is_unique ||
          natural_key(resource.address, resource.fields).name != full_name(kind, resource.fields);
      if (is_told || !resource.adopt) line(6, "adopt: " + flag_word(resource.adopt));
      if (!kind.contains.empty()) line(6, "force_destroy: " + flag_word(resource.force_destroy));
      write_lifecycle(6, resource);
    }
    if (takes_permissions(kind)) write_permissions(resource);
    write_needs(6, resource);
  }

  [[nodiscard]] const DesiredResource* find_resource(const Address& address) const {
    const auto& all = desired_.resources;
    const auto at = std::find_if(
        all.begin(), all.end(), [&](const DesiredResource& r) { return r.address == address; });
    return at == all.end() ? nullptr : &*at;
  }

  /// What stands in a service principal beside its fields.
  void write_principal(const Address& address) {
    if (const auto* principal = find_resource(address)) {
      line(6, principal->excess == Excess::Revoke ? "excess: revoke" : "excess: report");
    }
    if (const auto* assignment = find_resource({"workspace_assignment", address.key})) {
      line(6, "assignment: " + level_entry_of(assignment->fields).level);
    }
    const std::optional<bool> may_privilege = write_memberships(address);
    const auto* secret = find_resource({"service_principal_secret", address.key});
    if (secret == nullptr) {
      if (may_privilege.value_or(false)) line(6, "allow_privileged: true");
      return;
    }
    const Descriptor& kind = descriptor_of(secret->address.kind);
    const Value* privileged = find(secret->fields, "allow_privileged");
    line(6, "allow_privileged: " + flag_word(privileged != nullptr && *privileged == Value(true)));
    line(6, "secret:");
    for (const Field& field : kind.fields) {
      const bool is_elsewhere = field.name == "allow_privileged" || field.name == "principal" ||
                                field.name == "client_id";
      const Value* value = is_elsewhere ? nullptr : find(secret->fields, field.name);
      if (value != nullptr) write_field(8, field, *value);
    }
    write_lifecycle(8, *secret);
    write_needs(8, *secret);
  }

  /// The lists of what a principal is put on. Returns whether that may make it an administrator, if
  /// there are any.
  std::optional<bool> write_memberships(const Address& principal) {
    std::optional<bool> may_privilege;
    for (const Descriptor* kind : listed_entries(descriptor_of(principal.kind))) {
      std::string names;
      for (const DesiredResource& resource : desired_.resources) {
        const auto& needs = resource.needs;
        const bool is_its = resource.address.kind == kind->kind &&
                            std::find(needs.begin(), needs.end(), principal) != needs.end();
        if (!is_its) continue;
        const std::string thing = text_of(resource.fields, "object");
        names += (names.empty() ? "" : ", ") + yaml_value(thing.substr(thing.find(':') + 1));
        may_privilege = may_privilege.value_or(false) || resource.may_privilege;
      }
      if (!names.empty()) line(6, kind->listed_as + ": [" + names + "]");
    }
    return may_privilege;
  }

  void write_permissions(const DesiredResource& on) {
    const Value thing = with_id_of(on, on.address.kind + ":");
    bool is_first = true;
    for (const DesiredResource& resource : desired_.resources) {
      if (!descriptor_of(resource.address.kind).has_levels) continue;
      const LevelEntry entry = level_entry_of(resource.fields);
      if (entry.thing != thing) continue;
      if (std::exchange(is_first, false)) line(6, "permissions:");
      line(8, "- " + spelling_.as_member(entry.principal));
      line(10, "level: " + entry.level);
      write_lifecycle(10, resource);
      write_needs(10, resource);
    }
  }

  void write_entry(const DesiredResource& resource) {
    const Entry entry = entry_of(resource.fields);
    const std::string key = yaml_scalar(resource.address.key);
    line(4, (key.size() > kLongestKey ? "grant-" + std::to_string(++unnamed_) : key) + ":");
    line(6, "securable: {" + entry.on.type + ": " + yaml_value(name_of(entry.on)) + "}");
    line(6, "principal: " + yaml_value(spelling_.of(entry.principal)));
    std::string words;
    for (const std::string& word : entry.words)
      words += (words.empty() ? "" : ", ") + yaml_value(word);
    line(6, "privileges: [" + words + "]");
    if (resource.condition == Condition::ExistsAndIsNotOwn) {
      line(6, "# Decided while planning: if it exists, and the principal does not own it.");
      line(6, "condition: exists_and_is_not_own");
    }
    line(6, "adopt: " + flag_word(resource.adopt));
    write_lifecycle(6, resource);
    write_needs(6, resource);
  }

  void write_field(std::size_t at, const Field& field, const Value& value) {
    const std::string start = field.name + ": ";
    if (field.type == FieldType::PrincipalName) {
      const std::string name = spelling_.of(value);
      if (!name.empty()) return line(at, start + yaml_value(name));
    }
    std::visit(Overloaded{
                   [&](const Null&) {},
                   [&](bool is_set) { line(at, start + flag_word(is_set)); },
                   [&](std::int64_t number) { line(at, start + std::to_string(number)); },
                   [&](const std::string& text) { line(at, start + spelled(field, text)); },
                   [&](const List& list) { line(at, start + in_brackets(list)); },
                   [&](const Fields& map) { write_map(field, map); },
                   [&](const KnownAfter& later) { line(at, start + yaml_value(later)); },
               },
               value.is);
  }

  [[nodiscard]] static std::string spelled(const Field& field, const std::string& text) {
    if (field.type == FieldType::Sink) return "{file: " + yaml_value(path_of_sink(text)) + "}";
    return yaml_value(field.is_name ? spelled_name_part(text) : text);
  }

  [[nodiscard]] static std::string in_brackets(const List& list) {
    std::string words;
    for (const Value& item : list) {
      words += (words.empty() ? "" : ", ") + yaml_value(*item.text());
    }
    return "[" + words + "]";
  }

  [[nodiscard]] static std::string spelled(const Value& value) {
    const auto* later = std::get_if<KnownAfter>(&value.is);
    return later != nullptr ? yaml_value(*later) : yaml_value(*value.text());
  }

  void write_map(const Field& field, const Fields& map) {
    if (field.type == FieldType::TagMap) return write_tags(field.name, map);
    line(6, field.name + (map.empty() ? ": {}" : ":"));
    for (const auto& [key, value] : map) {
      const std::string shown = yaml_scalar(key);
      const std::string rest = ": " + spelled(value);
      if (shown.size() <= kLongestKey) {
        line(8, shown + rest);
      } else {
        line(8, "? " + shown);
        line(8, rest);
      }
    }
  }

  void write_tags(const std::string& name, const Fields& tags) {
    line(6, name + ":");
    line(8, tags.empty() ? "custom_tags: []" : "custom_tags:");
    for (const auto& [key, value] : tags) {
      line(10, "- {key: " + yaml_value(key) + ", value: " + spelled(value) + "}");
    }
  }

  void write_lifecycle(std::size_t at, const DesiredResource& resource) {
    const std::string start = "prevent_destroy: " + flag_word(resource.prevent_destroy);
    if (resource.ignore_changes.empty()) return line(at, "lifecycle: {" + start + "}");
    line(at, "lifecycle:");
    line(at + 2, start);
    line(at + 2, "ignore_changes:");
    for (const IgnoredChange& ignored : resource.ignore_changes) {
      std::string text =
          "- {field: " + yaml_value(ignored.field) + ", because: " + yaml_value(ignored.because);
      if (!ignored.until.empty()) text += ", until: " + yaml_value(ignored.until);
      line(at + 4, text + "}");
    }
  }

  /// What references that are resolved now have left.
  void write_needs(std::size_t at, const DesiredResource& resource) {
    std::vector<AttributeRef> waiting;
    for (const auto& [name, value] : resource.fields) {
      const auto references = references_in(value);
      waiting.insert(waiting.end(), references.begin(), references.end());
    }
    std::string text;
    for (const Address& need : resource.needs) {
      const auto refers = [&](const AttributeRef& ref) { return ref.of == need; };
      if (std::any_of(waiting.begin(), waiting.end(), refers)) continue;
      text += (text.empty() ? "" : ", ") + yaml_value(to_string(need));
    }
    if (!text.empty()) line(at, "needs: [" + text + "]");
  }

  const Desired& desired_;
  Spelling spelling_;
  std::string out_, section_;
  std::size_t unnamed_ = 0;
};

}  // namespace

std::string expanded_yaml(const Desired& desired) { return Writer(desired).write(); }

}  // namespace dgctl::engine
