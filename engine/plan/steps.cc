#include <algorithm>

#include "engine/plan/compare.h"
#include "engine/plan/drafting.h"
#include "engine/plan/fingerprint.h"
#include "engine/plan/step_order.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

class StepsDraft {
 public:
  explicit StepsDraft(Drafting& drafting) : d_(drafting) {}

  void run() {
    for (std::size_t i = 0; i < d_.drafted.size(); ++i) add_nodes(i);
    // What is given comes before what is taken, so that nobody goes without in between.
    for (const bool gives : {true, false}) {
      for (auto& [securable, node] : grants_) {
        if (gives_something(node) == gives) nodes_.push_back(node);
      }
    }
    for (auto& [thing, node] : levels_) nodes_.push_back(node);
    attach_what_goes_along();
    attach_what_comes_with();
    for (Node& node : nodes_) review(node);
    put_in_order(d_, nodes_);
  }

 private:
  static bool gives_something(const Node& node) {
    const auto& deltas = std::get<PatchGrants>(node.step.call).deltas;
    return std::any_of(
        deltas.begin(), deltas.end(), [](const GrantDelta& delta) { return !delta.add.empty(); });
  }

  void add_nodes(std::size_t change) {
    const Drafted& drafted = d_.drafted[change];
    const Address& address = address_of(drafted.change);
    const Descriptor& descriptor = descriptor_of(address.kind);
    if (drafted.comes_with) return;
    if (descriptor.shape == Shape::Secret) return add_secret(change);
    if (descriptor.has_levels) return add_level(change);
    if (descriptor.shape == Shape::Entry) return add_delta(change);
    if (const auto* c = std::get_if<Create>(&drafted.change)) add_creation(change, c->desired);
    if (const auto* c = std::get_if<Update>(&drafted.change))
      add_update(change, c->live, c->fields);
    if (const auto* c = std::get_if<Adopt>(&drafted.change)) add_update(change, c->live, c->fields);
    if (const auto* c = std::get_if<Delete>(&drafted.change)) add_deletion(change, c->live);
    if (const auto* c = std::get_if<Replace>(&drafted.change)) {
      add_deletion(change, c->live);
      add_creation(change, c->desired);
    }
  }

  Node& add(Role role, const Securable& target, std::size_t change, Call call) {
    Node node{role, target, {}, d_.drafted[change].needs, {}};
    node.step.call = std::move(call);
    node.step.changes = {change};
    nodes_.push_back(std::move(node));
    return nodes_.back();
  }

  /// The name under which steps know an object.
  static Securable target_of(const Resource& resource) {
    const Descriptor& descriptor = descriptor_of(resource.address.kind);
    if (descriptor.by_id) return {descriptor.kind, resource.address.key};
    return {descriptor.kind, full_name(descriptor, resource.fields)};
  }

  void add_creation(std::size_t change, const Resource& desired) {
    const Descriptor& descriptor = descriptor_of(desired.address.kind);
    const Securable target = target_of(desired);
    CreateObject create{descriptor.kind, {}};
    UpdateObject rest{descriptor.kind, target.full_name, {}, {}};
    if (descriptor.by_id) rest.id = KnownAfter{{AttributeRef{desired.address, "id"}}};
    for (const auto& [name, value] : desired.fields) {
      const Field& field = *descriptor.field(name);
      // What proves who made it is put right once that is recorded.
      const bool waits = field.written == Written::UpdateOnly || field.proves_creation;
      if (is_written_once_assigned(field)) {
        rest.words[name].add = members_of(&value);
      } else {
        (waits ? rest.changed : create.fields).emplace(name, value);
      }
    }
    add(Role::Create, target, change, std::move(create));
    add_writes(change, target, rest);
  }

  void add_update(std::size_t change,
                  const Resource& live,
                  const std::vector<FieldChange>& fields) {
    const Descriptor& descriptor = descriptor_of(live.address.kind);
    const Securable target = target_of(live);
    UpdateObject update{descriptor.kind, target.full_name, {}, {}};
    if (descriptor.by_id) update.id = d_.drafted[change].id;
    for (const FieldChange& field : fields) {
      if (descriptor.field(field.field)->set_like) {
        WordsDelta& delta = update.words[field.field];
        delta.add = united(delta.add, members_of(field.desired ? &*field.desired : nullptr));
        delta.remove = united(delta.remove, members_of(field.live ? &*field.live : nullptr));
        continue;
      }
      if (!field.desired) continue;  // what the configuration does not set is left alone
      update.changed.emplace(
          field.field,
          with_server_keys(
              *descriptor.field(field.field), *field.desired, find(live.fields, field.field)));
    }
    add_writes(change, target, update);
  }

  /// Whether the workspace keeps a field of what the account keeps.
  [[nodiscard]] bool is_written_once_assigned(const Field& field) const {
    return d_.in.desired.account && field.of_workspace && field.set_like;
  }

  void add_writes(std::size_t change, const Securable& target, const UpdateObject& all) {
    const Descriptor& descriptor = descriptor_of(target.type);
    UpdateObject write{all.kind, all.id, {}, all.words};
    UpdateObject hand_over{all.kind, all.id, {}, {}};
    for (const auto& [name, value] : all.changed) {
      (descriptor.field(name)->transfers_control ? hand_over : write).changed.emplace(name, value);
    }
    UpdateObject once_assigned{all.kind, all.id, {}, {}};
    for (const auto& [name, delta] : all.words) {
      if (!is_written_once_assigned(*descriptor.field(name))) continue;
      once_assigned.words.emplace(name, delta);
      write.words.erase(name);
    }
    for (UpdateObject* update : {&write, &once_assigned}) {
      if (update->changed.empty() && update->words.empty()) continue;
      add(Role::Write, target, change, std::move(*update));
    }
    const Role role = d_.drafted[change].takes_over ? Role::TakeOver : Role::HandOver;
    if (!hand_over.changed.empty()) add(role, target, change, std::move(hand_over));
  }

  /// The steps of a secret, one after the other.
  void add_secret(std::size_t change) {
    const Drafted& drafted = d_.drafted[change];
    const Address& address = address_of(drafted.change);
    for (const Call& call : drafted.secret_calls) {
      const bool follows = &call != drafted.secret_calls.data();
      Node& node = add(Role::Secret, {address.kind, address.key}, change, call);
      if (follows) node.after.push_back(nodes_.size() - 2);
      const auto* store = std::get_if<StoreSecret>(&call);
      if (store == nullptr && follows) node.needs.clear();
      // Only what is stored beside the value waits for what else is made.
      if (std::holds_alternative<IssueSecret>(call)) {
        node.needs = addresses_in(std::get<IssueSecret>(call).principal_id);
      } else if (store != nullptr) {
        node.needs = addresses_in(Value(store->label));
      }
    }
  }

  static std::vector<Address> addresses_in(const Value& value) {
    std::vector<Address> addresses;
    for (const AttributeRef& ref : references_in(value)) addresses.push_back(ref.of);
    return addresses;
  }

  /// All levels on a thing are one step; but whoever comes into the workspace is one of its own,
  /// since much waits for that one alone.
  void add_level(std::size_t change) {
    const Drafted& drafted = d_.drafted[change];
    if (!drafted.level) return;
    const Address& address = address_of(drafted.change);
    const Descriptor& descriptor = descriptor_of(address.kind);
    const LevelEntry& level = *drafted.level;
    std::string key = to_json(level.thing);
    if (descriptor.admits) key += to_json(level.principal);
    auto [it, is_new] = levels_.try_emplace({descriptor.kind, key});
    Node& node = it->second;
    if (is_new) {
      node.role = Role::Level;
      node.target = {descriptor.kind, key};
      node.step.call = WriteAcl{descriptor.kind, level.thing, {}};
    }
    std::get<WriteAcl>(node.step.call).entries.push_back({level.principal, level.level});
    node.step.changes.push_back(change);
    for (const Value* value : {&level.thing, &level.principal}) {
      const std::vector<Address> needed = addresses_in(*value);
      node.needs.insert(node.needs.end(), needed.begin(), needed.end());
    }
  }

  void add_deletion(std::size_t change, const Resource& live) {
    const Drafted& drafted = d_.drafted[change];
    const Descriptor& descriptor = descriptor_of(live.address.kind);
    for (const std::string& name : drafted.emptied_first) {
      const std::string& kind = descriptor.contains.front();
      add(Role::Drop, {kind, name}, change, DeleteObject{kind, name, false});
    }
    const Securable target = target_of(live);
    const std::string id = descriptor.by_id ? drafted.id : target.full_name;
    add(Role::Delete, target, change, DeleteObject{descriptor.kind, id, drafted.with_contents});
  }

  /// All grants on a securable are one step.
  void add_delta(std::size_t change) {
    const Drafted& drafted = d_.drafted[change];
    const auto* removed = std::get_if<Delete>(&drafted.change);
    if (removed != nullptr && drafted.delta == WordsDelta{}) {
      along_[entry_of(removed->live.fields).on].push_back(change);
      return;
    }
    if (drafted.delta == WordsDelta{}) return;
    const Resource& resource = removed != nullptr ? removed->live : desired_in(drafted.change);
    const Entry entry = entry_of(resource.fields);
    auto [it, is_new] = grants_.try_emplace(entry.on);
    Node& node = it->second;
    if (is_new) node = {Role::Grant, entry.on, {}, {}, {}};
    if (is_new) node.step.call = PatchGrants{entry.on, {}, drafted.exclusive};
    std::get<PatchGrants>(node.step.call)
        .deltas.push_back({entry.principal, drafted.delta.add, drafted.delta.remove});
    node.step.changes.push_back(change);
    node.needs.insert(node.needs.end(), drafted.needs.begin(), drafted.needs.end());
  }

  static const Resource& desired_in(const Change& change) {
    if (const auto* c = std::get_if<Create>(&change)) return c->desired;
    if (const auto* c = std::get_if<Update>(&change)) return c->desired;
    return std::get<Adopt>(change).desired;
  }

  /// Grants on what is deleted go with it.
  void attach_what_goes_along() {
    std::map<Securable, Node*> deletions;
    for (Node& node : nodes_) {
      const bool takes_away = node.role == Role::Delete || node.role == Role::Drop;
      if (takes_away) deletions.emplace(node.target, &node);
    }
    for (const auto& [securable, changes] : along_) {
      for (std::optional<Securable> at = securable; at; at = parent_of(*at)) {
        const auto deletion = deletions.find(*at);
        if (deletion == deletions.end()) continue;
        std::vector<std::size_t>& carried = deletion->second->step.changes;
        carried.insert(carried.end(), changes.begin(), changes.end());
        break;
      }
    }
  }

  /// What is made or ends with an object.
  void attach_what_comes_with() {
    for (std::size_t change = 0; change < d_.drafted.size(); ++change) {
      const std::optional<Address>& with = d_.drafted[change].comes_with;
      if (!with) continue;
      const auto node = std::find_if(nodes_.begin(), nodes_.end(), [&](const Node& candidate) {
        const bool fits = candidate.role == Role::Create || candidate.role == Role::Delete;
        return fits && candidate.target == Securable{with->kind, with->key};
      });
      if (node != nodes_.end()) node->step.changes.push_back(change);
    }
  }

  [[nodiscard]] std::vector<Lookup> lookups_of(const Node& node) const {
    if (node.role == Role::Grant) return {GrantsOn{node.target}};
    if (node.role == Role::Level) {
      const auto& acl = std::get<WriteAcl>(node.step.call);
      if (acl.thing.text() == nullptr) return {};
      return {AclOf{acl.kind, *acl.thing.text()}};
    }
    if (node.role == Role::Secret) {
      std::vector<Lookup> lookups = lookups_of_secret(node.step.call);
      if (const auto holder = lookup_of_holder(node.step.call)) lookups.push_back(*holder);
      return lookups;
    }
    std::vector<Lookup> lookups;
    if (descriptor_of(node.target.type).by_id) {
      lookups.push_back(lookup_of_object(node));
    } else {
      lookups.emplace_back(ByName{node.target.type, node.target.full_name});
    }
    if (node.role == Role::Drop || node.role == Role::Delete) {
      for (Below& within : all_below(node.target)) lookups.emplace_back(std::move(within));
    }
    return lookups;
  }

  [[nodiscard]] Lookup lookup_of_object(const Node& node) const {
    const Drafted& drafted = d_.drafted[node.step.changes.front()];
    if (const auto* create = std::get_if<Create>(&drafted.change)) {
      const Descriptor& descriptor = descriptor_of(node.target.type);
      return ByName{descriptor.kind, full_name(descriptor, create->desired.fields)};
    }
    return ById{node.target.type, drafted.id};
  }

  /// The principal that a secret is made for: it may have become an administrator.
  [[nodiscard]] std::optional<Lookup> lookup_of_holder(const Call& call) const {
    const auto* issue = std::get_if<IssueSecret>(&call);
    const DesiredResource* secret = issue == nullptr ? nullptr : d_.wanted_at(issue->secret);
    if (secret == nullptr) return std::nullopt;
    for (const AttributeRef& ref : references_in(*find(secret->fields, "principal"))) {
      const DesiredResource* principal = d_.wanted_at(ref.of);
      if (principal == nullptr) continue;
      const Resolution& resolution = d_.resolution_of(*principal);
      if (resolution.presence == Presence::Found) return resolution.lookup;
    }
    return std::nullopt;
  }

  [[nodiscard]] static std::vector<Lookup> lookups_of_secret(const Call& call) {
    if (const auto* issue = std::get_if<IssueSecret>(&call)) {
      const std::string* principal = issue->principal_id.text();
      return principal == nullptr ? std::vector<Lookup>()
                                  : std::vector<Lookup>{SecretsOf{*principal}};
    }
    if (const auto* store = std::get_if<StoreSecret>(&call)) return {InSink{store->sink}};
    if (const auto* retire = std::get_if<RetireSecret>(&call)) {
      return {SecretsOf{retire->principal_id}};
    }
    return {};
  }

  void review(Node& node) {
    if (d_.is_remade(node.target) && node.role != Role::Drop && node.role != Role::Delete) return;
    for (const Lookup& lookup : lookups_of(node)) {
      const ReadResult* result = d_.view.peek(lookup);
      if (result == nullptr) continue;
      node.step.reviewed.emplace_back(lookup, fingerprint(node.step.call, *result));
    }
  }

  Drafting& d_;
  std::vector<Node> nodes_;
  std::map<Securable, Node> grants_;
  std::map<std::pair<std::string, std::string>, Node> levels_;  ///< by kind and thing
  std::map<Securable, std::vector<std::size_t>> along_;
};

}  // namespace

void draft_steps(Drafting& drafting) { StepsDraft(drafting).run(); }

}  // namespace dgctl::engine
