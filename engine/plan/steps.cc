#include <algorithm>
#include <queue>
#include <string_view>

#include "engine/plan/compare.h"
#include "engine/plan/drafting.h"
#include "engine/plan/fingerprint.h"

namespace dgctl::engine {
namespace {

enum class Role { Drop, Delete, TakeOver, Create, Write, Grant, HandOver };

struct Node {
  Role role = Role::Write;
  Securable target;
  Step step;
  std::vector<Address> needs;
  std::vector<std::size_t> after;  ///< indices of nodes
};

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
    index();
    attach_what_goes_along();
    for (std::size_t i = 0; i < nodes_.size(); ++i) connect(i);
    for (Node& node : nodes_) review(node);
    number();
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
    if (descriptor_of(address.kind).shape == Shape::Entry) {
      add_delta(change);
      return;
    }
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

  void add_creation(std::size_t change, const Resource& desired) {
    const Descriptor& descriptor = descriptor_of(desired.address.kind);
    const Securable target{descriptor.kind, full_name(descriptor, desired.fields)};
    CreateObject create{descriptor.kind, {}};
    Fields later;
    for (const auto& [name, value] : desired.fields) {
      const bool waits = descriptor.field(name)->written == Written::UpdateOnly;
      (waits ? later : create.fields).emplace(name, value);
    }
    add(Role::Create, target, change, std::move(create));
    add_writes(change, target, later);
  }

  void add_update(std::size_t change,
                  const Resource& live,
                  const std::vector<FieldChange>& fields) {
    const Descriptor& descriptor = descriptor_of(live.address.kind);
    Fields changed;
    for (const FieldChange& field : fields) {
      if (!field.desired) continue;  // what the configuration does not set is left alone
      changed.emplace(
          field.field,
          with_server_keys(
              *descriptor.field(field.field), *field.desired, find(live.fields, field.field)));
    }
    add_writes(change, {descriptor.kind, full_name(descriptor, live.fields)}, changed);
  }

  void add_writes(std::size_t change, const Securable& target, const Fields& changed) {
    const Descriptor& descriptor = descriptor_of(target.type);
    UpdateObject write{target.type, target.full_name, {}};
    UpdateObject hand_over = write;
    for (const auto& [name, value] : changed) {
      (descriptor.field(name)->transfers_control ? hand_over : write).changed.emplace(name, value);
    }
    if (!write.changed.empty()) add(Role::Write, target, change, std::move(write));
    const Role role = d_.drafted[change].takes_over ? Role::TakeOver : Role::HandOver;
    if (!hand_over.changed.empty()) add(role, target, change, std::move(hand_over));
  }

  void add_deletion(std::size_t change, const Resource& live) {
    const Drafted& drafted = d_.drafted[change];
    const Descriptor& descriptor = descriptor_of(live.address.kind);
    for (const std::string& name : drafted.emptied_first) {
      add(Role::Drop,
          {descriptor.contains, name},
          change,
          DeleteObject{descriptor.contains, name, false});
    }
    const std::string name = full_name(descriptor, live.fields);
    add(Role::Delete,
        {descriptor.kind, name},
        change,
        DeleteObject{descriptor.kind, name, drafted.with_contents});
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

  void index() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const Node& node = nodes_[i];
      // Nothing of it or in it can be written before.
      const bool opens = node.role == Role::Create || node.role == Role::TakeOver;
      if (opens) opening_.emplace(node.target, i);
      if (node.role == Role::Delete || node.role == Role::Drop) deletion_.emplace(node.target, i);
      if (node.role == Role::HandOver) hand_over_.emplace(node.target, i);
      if (node.role == Role::Create || node.role == Role::Write) writes_[node.target].push_back(i);
    }
  }

  /// Grants on what is deleted go with it.
  void attach_what_goes_along() {
    for (const auto& [securable, changes] : along_) {
      for (std::optional<Securable> at = securable; at; at = parent_of(*at)) {
        const auto it = deletion_.find(*at);
        if (it == deletion_.end()) continue;
        std::vector<std::size_t>& carried = nodes_[it->second].step.changes;
        carried.insert(carried.end(), changes.begin(), changes.end());
        break;
      }
    }
  }

  void connect(std::size_t i) {
    Node& node = nodes_[i];
    const bool takes_away = node.role == Role::Delete || node.role == Role::Drop;
    for (std::optional<Securable> at = node.target; at; at = parent_of(*at)) {
      if (takes_away) {
        wait_in(deletion_, *at, i, true);
      } else {
        wait_in(opening_, *at, i, false);
      }
      // Whoever hands something over may lose the right to write to it and to what it holds.
      wait_in(hand_over_, *at, i, true);
    }
    // A replacement: made again once it is gone.
    if (node.role == Role::Create) {
      wait_in(deletion_, node.target, i, false);
    }
    if (node.role == Role::Write || node.role == Role::HandOver) wait_for_writes(node.target, i);
    for (const Address& address : node.needs) wait_for(address, i);
  }

  void wait_for(const Address& needed, std::size_t node) {
    const DesiredResource* resource = d_.wanted_at(needed);
    const Descriptor& descriptor = descriptor_of(needed.kind);
    if (resource == nullptr || descriptor.shape != Shape::Object) return;
    const Securable object{needed.kind, full_name(descriptor, resource->fields)};
    if (object != nodes_[node].target) wait_for_writes(object, node);
  }

  /// The node waits for the step found at a securable; `reversed`: that step waits for the node.
  void wait_in(const std::map<Securable, std::size_t>& steps,
               const Securable& at,
               std::size_t node,
               bool reversed) {
    const auto it = steps.find(at);
    if (it == steps.end() || it->second == node) return;
    const std::size_t waits = reversed ? it->second : node;
    nodes_[waits].after.push_back(reversed ? node : it->second);
  }

  void wait_for_writes(const Securable& securable, std::size_t node) {
    const auto it = writes_.find(securable);
    if (it == writes_.end()) return;
    for (const std::size_t write : it->second) {
      if (write < node || nodes_[write].target != nodes_[node].target) {
        if (write != node) nodes_[node].after.push_back(write);
      }
    }
  }

  void review(Node& node) {
    std::vector<Lookup> lookups;
    if (node.role == Role::Grant) {
      lookups.emplace_back(GrantsOn{node.target});
    } else {
      lookups.emplace_back(ByName{node.target.type, node.target.full_name});
    }
    if (node.role == Role::Drop || node.role == Role::Delete)
      lookups.emplace_back(Below{node.target});
    if (d_.is_remade(node.target) && node.role != Role::Drop && node.role != Role::Delete) return;
    for (const Lookup& lookup : lookups) {
      const ReadResult* result = d_.view.peek(lookup);
      if (result == nullptr) continue;
      node.step.reviewed.emplace_back(lookup, fingerprint(node.step.call, *result));
    }
  }

  /// Numbers the steps so that each comes after those that it waits for, otherwise as they were
  /// made.
  void number() {
    std::vector<std::size_t> waits(nodes_.size(), 0);
    std::vector<std::vector<std::size_t>> next(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      std::sort(nodes_[i].after.begin(), nodes_[i].after.end());
      nodes_[i].after.erase(std::unique(nodes_[i].after.begin(), nodes_[i].after.end()),
                            nodes_[i].after.end());
      waits[i] = nodes_[i].after.size();
      for (const std::size_t before : nodes_[i].after) next[before].push_back(i);
    }
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (waits[i] == 0) ready.push(i);
    }
    std::vector<StepId> id(nodes_.size(), 0);
    while (!ready.empty()) {
      const std::size_t i = ready.top();
      ready.pop();
      id[i] = static_cast<StepId>(d_.out.plan.steps.size());
      Step& step = nodes_[i].step;
      step.id = id[i];
      for (const std::size_t before : nodes_[i].after) step.after.push_back(id[before]);
      std::sort(step.after.begin(), step.after.end());
      d_.out.plan.steps.push_back(std::move(step));
      for (const std::size_t after : next[i]) {
        if (--waits[after] == 0) ready.push(after);
      }
    }
    if (d_.out.plan.steps.size() != nodes_.size()) report_cycle(waits);
  }

  void report_cycle(const std::vector<std::size_t>& waits) {
    std::string names;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (waits[i] == 0) continue;
      const std::string name =
          to_string(address_of(d_.drafted[nodes_[i].step.changes.front()].change));
      if (names.find(name) == std::string::npos) names += (names.empty() ? "" : ", ") + name;
    }
    d_.problem({}, "these wait for each other, so that none can be made first: " + names);
  }

  Drafting& d_;
  std::vector<Node> nodes_;
  std::map<Securable, Node> grants_;
  std::map<Securable, std::vector<std::size_t>> along_;
  std::map<Securable, std::size_t> opening_, deletion_, hand_over_;
  std::map<Securable, std::vector<std::size_t>> writes_;
};

/// What people read first of two changes at one address.
int rank(const Change& change) {
  if (std::holds_alternative<Move>(change)) return 0;
  return std::holds_alternative<Delete>(change) ? 1 : 2;
}

}  // namespace

namespace {

/// What was drafted in the order in which people read it.
void sort_by_address(std::vector<Drafted>& drafted) {
  const auto before = [&](std::size_t a, std::size_t b) {
    const Address& left = address_of(drafted[a].change);
    const Address& right = address_of(drafted[b].change);
    if (left != right) return left < right;
    return rank(drafted[a].change) < rank(drafted[b].change);
  };
  // Of each kind they come nearly in order.
  std::map<std::string_view, std::vector<std::size_t>> by_kind;
  for (std::size_t i = 0; i < drafted.size(); ++i) {
    by_kind[address_of(drafted[i].change).kind].push_back(i);
  }
  std::vector<Drafted> sorted;
  sorted.reserve(drafted.size());
  for (auto& [kind, order] : by_kind) {
    if (!std::is_sorted(order.begin(), order.end(), before)) {
      std::stable_sort(order.begin(), order.end(), before);
    }
  }
  for (const auto& [kind, order] : by_kind) {
    for (const std::size_t i : order) sorted.push_back(std::move(drafted[i]));
  }
  drafted = std::move(sorted);
}

}  // namespace

void finish(Drafting& drafting) {
  sort_by_address(drafting.drafted);
  StepsDraft(drafting).run();
  Plan& plan = drafting.out.plan;
  plan.changes.reserve(drafting.drafted.size());
  plan.edits.reserve(drafting.drafted.size());
  for (Drafted& drafted : drafting.drafted) {
    // All leave before one arrives: two may change places.
    if (const auto* move = std::get_if<Move>(&drafted.change)) {
      plan.relocations.emplace_back(Remove{drafting.address_now(move->from)});
    }
    plan.changes.push_back(std::move(drafted.change));
    plan.edits.push_back(std::move(drafted.edits));
  }
  std::sort(plan.kept.begin(), plan.kept.end(), [](const Kept& a, const Kept& b) {
    return a.address < b.address;
  });
}

}  // namespace dgctl::engine
