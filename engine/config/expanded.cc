#include "engine/config/expanded.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>

#include "engine/config/declarations.h"
#include "engine/config/findings.h"
#include "engine/config/names.h"
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

std::string flag(bool value) { return value ? "true" : "false"; }

/// The principals of a configuration, as it names them.
class Spelling {
 public:
  explicit Spelling(const Desired& desired) {
    for (const DesiredPrincipal& principal : desired.principals) {
      const std::string* name = principal.principal.text();
      if (name == nullptr) continue;
      by_name_.emplace(*name, &principal);
      if (is_declared(principal)) keys_.insert(principal.key);
    }
  }

  /// Whether it stands under `service_principals:`.
  static bool is_declared(const DesiredPrincipal& principal) {
    const bool has_key = principal.principal != Value(principal.key);
    return principal.kind == "service_principal" && (has_key || principal.excess == Excess::Revoke);
  }

  [[nodiscard]] std::string of(const std::string& name) const {
    const auto known = by_name_.find(name);
    const bool is_named = known != by_name_.end();
    if (is_named && is_declared(*known->second)) return "sp:" + known->second->key;
    const bool is_address = name.find('@') != std::string::npos;
    const bool is_user = is_named ? known->second->kind == "user" : is_address;
    const bool is_principal = is_named ? known->second->kind == "service_principal" : is_uuid(name);
    if (is_principal) return name;
    const bool in_doubt = is_user != is_address || is_uuid(name) || keys_.contains(name) ||
                          name.starts_with("sp:") || name.starts_with("user:") ||
                          name.starts_with("group:");
    if (!in_doubt) return name;
    return (is_user ? "user:" : "group:") + name;
  }

 private:
  std::map<std::string, const DesiredPrincipal*> by_name_;
  std::set<std::string> keys_;
};

class Writer {
 public:
  explicit Writer(const Desired& desired) : desired_(desired), spelling_(desired) {}

  std::string write() {
    line(0, "# " + desired_.stack + " with everything that is defaulted; it loads to the same.");
    line(0, "version: 1");
    line(0, "name: " + yaml_value(desired_.stack));
    write_workspace();
    line(0, "state: {backend: local, path: " + yaml_value(desired_.state_path) + "}");
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
  }

  /// The keys below `resources:`, each opened by the first thing that stands below it.
  void open_section(std::string_view plural) {
    if (plural == section_) return;
    line(0, section_.empty() ? "resources:" : "");
    section_ = plural;
    line(2, section_ + ":");
  }

  void write_resources() {
    for (const DesiredPrincipal& principal : desired_.principals) {
      if (Spelling::is_declared(principal)) write_principal(principal);
    }
    for (const Descriptor& kind : descriptors()) {
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

  void write_principal(const DesiredPrincipal& principal) {
    open_section(kServicePrincipals);
    write_places(principal.places);
    line(4, yaml_scalar(principal.key) + ":");
    line(6, "application_id: " + yaml_value(*principal.principal.text()));
    line(6, "existing: true");
    line(6, principal.excess == Excess::Revoke ? "excess: revoke" : "excess: report");
  }

  void write_object(const Descriptor& kind, const DesiredResource& resource) {
    line(4, yaml_scalar(key_of_address(resource.address.key)) + ":");
    for (const Field& field : kind.fields) {
      const Value* value = find(resource.fields, field.name);
      if (value != nullptr) write_field(field, *value);
    }
    if (resource.existing) line(6, "existing: true");
    if (kind.is_securable) line(6, "exclusive: " + flag(resource.exclusive));
    if (!resource.existing) {
      line(6, "adopt: " + flag(resource.adopt));
      if (!kind.contains.empty()) line(6, "force_destroy: " + flag(resource.force_destroy));
      write_lifecycle(resource);
    }
    write_needs(resource);
  }

  void write_entry(const DesiredResource& resource) {
    const Entry entry = entry_of(resource.fields);
    const std::string key = yaml_scalar(resource.address.key);
    line(4, (key.size() > kLongestKey ? "grant-" + std::to_string(++unnamed_) : key) + ":");
    line(6, "securable: {" + entry.on.type + ": " + yaml_value(name_of(entry.on)) + "}");
    line(6, "principal: " + yaml_value(spelling_.of(text_of(resource.fields, "principal"))));
    std::string words;
    for (const std::string& word : entry.words)
      words += (words.empty() ? "" : ", ") + yaml_value(word);
    line(6, "privileges: [" + words + "]");
    if (resource.condition == Condition::ExistsAndIsNotOwn) {
      line(6, "# Decided while planning: if it exists, and the principal does not own it.");
      line(6, "condition: exists_and_is_not_own");
    }
    line(6, "adopt: " + flag(resource.adopt));
    write_lifecycle(resource);
    write_needs(resource);
  }

  void write_field(const Field& field, const Value& value) {
    const std::string start = field.name + ": ";
    std::visit(
        Overloaded{
            [&](const Null&) {},
            [&](bool is_set) { line(6, start + flag(is_set)); },
            [&](std::int64_t number) { line(6, start + std::to_string(number)); },
            [&](const std::string& text) { line(6, start + yaml_value(spelled(field, text))); },
            [&](const List&) {},
            [&](const Fields& map) { write_map(field.name, map); },
            [&](const KnownAfter& later) { line(6, start + yaml_value(later)); },
        },
        value.is);
  }

  [[nodiscard]] std::string spelled(const Field& field, const std::string& text) const {
    if (field.type == FieldType::PrincipalName) return spelling_.of(text);
    return field.is_name ? spelled_name_part(text) : text;
  }

  void write_map(const std::string& name, const Fields& map) {
    line(6, name + (map.empty() ? ": {}" : ":"));
    for (const auto& [key, value] : map) {
      const auto* later = std::get_if<KnownAfter>(&value.is);
      const std::string shown = yaml_scalar(key);
      const std::string rest = ": " + (later ? yaml_value(*later) : yaml_value(*value.text()));
      if (shown.size() <= kLongestKey) {
        line(8, shown + rest);
      } else {
        line(8, "? " + shown);
        line(8, rest);
      }
    }
  }

  void write_lifecycle(const DesiredResource& resource) {
    const std::string start = "prevent_destroy: " + flag(resource.prevent_destroy);
    if (resource.ignore_changes.empty()) return line(6, "lifecycle: {" + start + "}");
    line(6, "lifecycle:");
    line(8, start);
    line(8, "ignore_changes:");
    for (const IgnoredChange& ignored : resource.ignore_changes) {
      std::string text =
          "- {field: " + yaml_value(ignored.field) + ", because: " + yaml_value(ignored.because);
      if (!ignored.until.empty()) text += ", until: " + yaml_value(ignored.until);
      line(10, text + "}");
    }
  }

  /// What references that are resolved now have left.
  void write_needs(const DesiredResource& resource) {
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
    if (!text.empty()) line(6, "needs: [" + text + "]");
  }

  const Desired& desired_;
  Spelling spelling_;
  std::string out_, section_;
  std::size_t unnamed_ = 0;
};

}  // namespace

std::string expanded_yaml(const Desired& desired) { return Writer(desired).write(); }

}  // namespace dgctl::engine
