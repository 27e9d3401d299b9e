#include "engine/config/credentials.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "engine/config/memberships.h"
#include "engine/config/section.h"
#include "engine/config/values.h"
#include "engine/model/duration.h"

namespace dgctl::engine {
namespace {

constexpr const char* kSecret = "service_principal_secret";
constexpr const char* kAssignment = "workspace_assignment";
constexpr const char* kNone = "none";
constexpr const char* kConfirmed = "confirmed";
constexpr const char* kMaxLifetime = "730d";

/// Fields that the expansion sets, and that the file may give where there is no data graph.
constexpr std::array<std::string_view, 2> kOfRecord{"http_path", "catalog"};

class CredentialReader {
 public:
  CredentialReader(const Declaration& declaration,
                   const DesiredResource& principal,
                   Section& keys,
                   Expansion& expansion)
      : declaration_(declaration),
        principal_(principal),
        keys_(keys),
        expansion_(expansion),
        findings_(expansion.findings) {}

  void read() {
    is_made_ = find(principal_.fields, "application_id") == nullptr;
    read_assignment();
    read_secret();
  }

 private:
  /// A resource that belongs to the principal.
  [[nodiscard]] DesiredResource part(const char* kind, std::string_view key) const {
    DesiredResource resource;
    resource.address = {kind, principal_.address.key};
    resource.prevent_destroy = descriptor_of(kind).protected_by_default;
    const bool is_written = find_value(*declaration_.node, key) != nullptr;
    resource.places = {is_written ? keys_.place_of(key) : declaration_.place};
    resource.needs = {principal_.address};
    return resource;
  }

  [[nodiscard]] Value attribute(const char* field) const {
    return KnownAfter{{AttributeRef{principal_.address, field}}};
  }

  void read_assignment() {
    const Descriptor& kind = descriptor_of(kAssignment);
    const auto written = keys_.word("assignment", kind.levels);
    if (!written && !is_made_) return;
    DesiredResource assignment = part(kAssignment, "assignment");
    assignment.fields = fields_of(
        LevelEntry{kWorkspaceThing, attribute("id"), written.value_or(kind.level_of_new)});
    expansion_.resources.push_back(std::move(assignment));
  }

  void read_secret() {
    const YamlNode* node = keys_.get("secret");
    const auto privileged = keys_.flag("allow_privileged");
    const bool is_default = node == nullptr && declaration_.is_of_data_graph && is_made_;
    const bool is_none = node == nullptr ? !is_default : is_word(*node, kNone);
    const YamlNode* existing = value_of(node, "existing");
    if (is_none || existing != nullptr) {
      if (node != nullptr && existing != nullptr) read_existing(*node, *existing);
      if (find_value(*declaration_.node, "allow_privileged") != nullptr && !is_put_on_something()) {
        findings_.error(keys_.place_of("allow_privileged"),
                        "'allow_privileged' has no effect without a secret that dgctl makes; "
                        "remove it");
      }
      return;
    }
    DesiredResource secret = part(kSecret, "secret");
    secret.fields = {{"principal", attribute("id")},
                     {"client_id", client_id()},
                     {"allow_privileged", privileged.value_or(false)}};
    read_fields(node, secret);
    expansion_.resources.push_back(std::move(secret));
  }

  /// Whether a list says in which groups it is: one may make it an administrator.
  [[nodiscard]] bool is_put_on_something() const {
    const std::vector<const Descriptor*> all = listed_entries(*declaration_.descriptor);
    return std::any_of(all.begin(), all.end(), [&](const Descriptor* kind) {
      return find_value(*declaration_.node, kind->listed_as) != nullptr;
    });
  }

  [[nodiscard]] static bool is_word(const YamlNode& node, std::string_view word) {
    return node.type == YamlType::Scalar && node.later() == nullptr && node.text == word;
  }

  [[nodiscard]] static const YamlNode* value_of(const YamlNode* node, std::string_view key) {
    return node == nullptr || node->type != YamlType::Mapping ? nullptr : find_value(*node, key);
  }

  [[nodiscard]] Value client_id() const {
    const Value* known = find(principal_.fields, "application_id");
    return known == nullptr ? attribute("application_id") : *known;
  }

  void read_existing(const YamlNode& node, const YamlNode& existing) {
    Section keys(&node, "'secret'", findings_);
    keys.get("existing");
    keys.finish("secret.existing");
    if (auto sink = read_sink(existing, "'existing'", findings_)) {
      expansion_.sinks_elsewhere.emplace(declaration_.key, std::move(*sink));
    }
  }

  void read_fields(const YamlNode* node, DesiredResource& secret) {
    Section keys(node, "'secret'", findings_);
    secret.fields["lifetime"] = read_duration(keys, "lifetime", "365d");
    secret.fields["rotate_before"] = read_duration(keys, "rotate_before", "30d");
    secret.fields["retire"] = read_retire(keys);
    read_place(keys, secret);
    check_durations(keys, secret.fields);
    if (!declaration_.is_of_data_graph) read_record(keys, secret.fields);
    Lifecycle lifecycle = read_lifecycle(keys, descriptor_of(kSecret), findings_);
    secret.prevent_destroy = lifecycle.prevent_destroy.value_or(secret.prevent_destroy);
    if (value_of(keys.get("lifecycle"), "ignore_changes") != nullptr) {
      findings_.error(keys.place_of("lifecycle"),
                      "'ignore_changes' has no effect on a secret; remove it");
    }
    for (WrittenNeed& need : read_needs(keys, findings_)) {
      secret.needs.push_back(need.of);
      expansion_.written_needs.push_back(std::move(need));
    }
    if (node != nullptr) collect_needs(*node, secret.needs);
    keys.get("existing");  // may stand in place of all these
    keys.finish("secret");
  }

  [[nodiscard]] Value read_duration(Section& keys, const char* name, const char* by_default) {
    const YamlNode* node = keys.get(name);
    if (node == nullptr) return by_default;
    return read_value(*descriptor_of(kSecret).field(name), *node, expansion_).value_or(Null{});
  }

  [[nodiscard]] std::string read_retire(Section& keys) {
    auto text = keys.text("retire");
    if (!text) return kConfirmed;
    if (*text != kConfirmed && !seconds_of(*text)) {
      findings_.error(keys.get("retire")->place,
                      "'retire' must be confirmed, or a duration such as 90s, 15m, 12h or 180d, "
                      "not " +
                          in_quotes(*text));
    }
    return std::move(*text);
  }

  void read_place(Section& keys, DesiredResource& secret) {
    const bool has_default = declaration_.is_of_data_graph;
    const YamlNode* node =
        has_default ? keys.get("sink") : keys.require("sink", secret.places.front());
    if (node != nullptr) {
      if (auto sink = read_sink(*node, "'sink'", findings_)) secret.fields["sink"] = *sink;
    } else if (has_default) {
      secret.fields["sink"] = "file:.secrets/" + expansion_.target + ".env";
    }
  }

  void check_durations(const Section& keys, const Fields& fields) {
    const auto lifetime = seconds_of(text_of(fields, "lifetime"));
    const auto before = seconds_of(text_of(fields, "rotate_before"));
    if (!lifetime || !before) return;  // reported
    if (*lifetime > seconds_of(kMaxLifetime)) {
      findings_.error(keys.place_of("lifetime"),
                      "'lifetime' is at most " + std::string(kMaxLifetime) +
                          ", as the workspace has it, not " + text_of(fields, "lifetime"));
    }
    if (*before >= *lifetime) {
      const bool is_written = keys.has("rotate_before");
      findings_.error(keys.place_of(is_written ? "rotate_before" : "lifetime"),
                      "'rotate_before' (" + text_of(fields, "rotate_before") +
                          ") must be shorter than 'lifetime' (" + text_of(fields, "lifetime") +
                          ")");
    }
  }

  void read_record(Section& keys, Fields& fields) {
    for (const std::string_view name : kOfRecord) {
      const YamlNode* node = keys.get(name);
      if (node == nullptr) continue;
      auto value = read_value(*descriptor_of(kSecret).field(name), *node, expansion_);
      if (value) fields.emplace(name, std::move(*value));
    }
  }

  const Declaration& declaration_;
  const DesiredResource& principal_;
  Section& keys_;
  Expansion& expansion_;
  Findings& findings_;
  bool is_made_ = false;
};

}  // namespace

void read_credentials(const Declaration& declaration,
                      const DesiredResource& principal,
                      Section& keys,
                      Expansion& expansion) {
  CredentialReader(declaration, principal, keys, expansion).read();
}

Address secret_address(std::string_view principal_key) {
  return {kSecret, make_key({std::string(principal_key)})};
}

void check_sinks(const std::vector<DesiredResource>& resources, Findings& findings) {
  std::map<std::string, const DesiredResource*> by_sink;
  for (const DesiredResource& resource : resources) {
    if (descriptor_of(resource.address.kind).shape != Shape::Secret) continue;
    const std::string sink = text_of(resource.fields, "sink");
    if (sink.empty()) continue;  // reported
    const auto [at, is_new] = by_sink.emplace(sink, &resource);
    if (is_new) continue;
    const DesiredResource* later = &resource;
    const DesiredResource* first = at->second;
    if (later->places.front() < first->places.front()) std::swap(later, first);
    findings.error(later->places.front(),
                   "the secret of " + first->address.key + " at " + to_text(first->places.front()) +
                       " is kept in " + path_of_sink(sink) +
                       " already, and a file holds one; write secret: {sink: {file: PATH}} with "
                       "another path");
  }
}

}  // namespace dgctl::engine
