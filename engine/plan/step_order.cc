#include "engine/plan/step_order.h"

#include <algorithm>
#include <queue>

namespace dgctl::engine {
namespace {

class StepOrder {
 public:
  StepOrder(Drafting& drafting, std::vector<Node>& nodes) : d_(drafting), nodes_(nodes) {}

  void run() {
    index();
    for (std::size_t i = 0; i < nodes_.size(); ++i) connect(i);
    number();
  }

 private:
  void index() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const Node& node = nodes_[i];
      // Nothing of it or in it can be written before.
      const bool opens = node.role == Role::Create || node.role == Role::TakeOver;
      if (opens) opening_.emplace(node.target, i);
      if (node.role == Role::Delete || node.role == Role::Drop) deletion_.emplace(node.target, i);
      if (node.role == Role::Delete) deletion_of_.emplace(address_of_node(node), i);
      if (node.role == Role::HandOver) hand_over_.emplace(node.target, i);
      note_assignment(i);
      if (node.role == Role::Create || node.role == Role::Write) writes_[node.target].push_back(i);
    }
  }

  [[nodiscard]] const Address& address_of_node(const Node& node) const {
    return address_of(d_.drafted[node.step.changes.front()].change);
  }

  /// What needed something when it was written ends before that: a volume before the location that
  /// its path lies in. What it holds ends first in any case.
  void connect_to_needed(std::size_t i) {
    const Node& node = nodes_[i];
    const Address& address = address_of_node(node);
    const auto identified = d_.identified.find(address);
    const Recorded* record = identified != d_.identified.end()
                                 ? identified->second
                                 : d_.recorded_of({node.target.type, node.target.full_name});
    if (record == nullptr) return;
    for (const Address& needed : record->needs) {
      const auto it = deletion_of_.find(d_.address_now(needed));
      if (it == deletion_of_.end() || it->second == i) continue;
      auto around = parent_of(nodes_[it->second].target);
      while (around && *around != node.target) around = parent_of(*around);
      if (!around) nodes_[it->second].after.push_back(i);
    }
  }

  void note_assignment(std::size_t i) {
    const Node& node = nodes_[i];
    const auto* acl = std::get_if<WriteAcl>(&node.step.call);
    if (acl == nullptr || !descriptor_of(acl->kind).admits) return;
    if (acl->entries.front().level.empty()) return;
    for (const std::size_t change : node.step.changes) {
      for (const Address& principal : d_.drafted[change].needs) assignment_.emplace(principal, i);
    }
  }

  /// Whether a step is about a principal by one of the names that it has.
  static bool is_about(const Node& node, const std::set<std::string>& names) {
    const auto named = [&](const Value& value) {
      return value.text() != nullptr && names.contains(*value.text());
    };
    if (const auto* patch = std::get_if<PatchGrants>(&node.step.call)) {
      return std::any_of(patch->deltas.begin(), patch->deltas.end(), [&](const GrantDelta& delta) {
        return named(delta.principal);
      });
    }
    if (const auto* acl = std::get_if<WriteAcl>(&node.step.call)) {
      return std::any_of(acl->entries.begin(), acl->entries.end(), [&](const AclEntry& entry) {
        return named(entry.principal);
      });
    }
    const auto* retire = std::get_if<RetireSecret>(&node.step.call);
    return retire != nullptr && names.contains(retire->principal_id);
  }

  /// What is taken from a principal is taken while it has a name.
  void connect_deletion_by_id(std::size_t i) {
    const auto& drafted = d_.drafted[nodes_[i].step.changes.front()];
    std::set<std::string> names{drafted.id};
    const auto* deletion = std::get_if<Delete>(&drafted.change);
    for (const Field& field : descriptor_of(nodes_[i].target.type).fields) {
      if (field.is_id && deletion != nullptr)
        names.insert(text_of(deletion->live.fields, field.name));
    }
    for (std::size_t other = 0; other < nodes_.size(); ++other) {
      if (other != i && is_about(nodes_[other], names)) nodes_[i].after.push_back(other);
    }
  }

  /// A secret that is issued waits for those that make room for it.
  void connect_issue(std::size_t i) {
    for (std::size_t other = 0; other < nodes_.size(); ++other) {
      const bool is_retirement = std::holds_alternative<RetireSecret>(nodes_[other].step.call);
      if (is_retirement && nodes_[other].target == nodes_[i].target) {
        nodes_[i].after.push_back(other);
      }
    }
  }

  /// To what a node may not do before a principal is assigned to the workspace:
  /// write what the workspace keeps of it, name it in permissions, let it log in.
  void connect_to_assignments(std::size_t i) {
    const Node& node = nodes_[i];
    const auto wait_for_assignment = [&](const Address& principal) {
      const auto it = assignment_.find(principal);
      if (it != assignment_.end() && it->second != i) nodes_[i].after.push_back(it->second);
    };
    if (node.role == Role::Write && !std::get<UpdateObject>(node.step.call).words.empty()) {
      wait_for_assignment({node.target.type, node.target.full_name});
    }
    const bool names_it =
        node.role == Role::Level || std::holds_alternative<ProveSecret>(node.step.call);
    if (!names_it) return;
    for (const std::size_t change : node.step.changes) {
      for (const Address& principal : d_.drafted[change].needs) wait_for_assignment(principal);
    }
  }

  /// Whoever leaves the workspace is named in it no more.
  void connect_unassignment(std::size_t i) {
    const auto* acl = std::get_if<WriteAcl>(&nodes_[i].step.call);
    if (acl == nullptr || !descriptor_of(acl->kind).admits) return;
    const AclEntry& entry = acl->entries.front();
    if (!entry.level.empty() || entry.principal.text() == nullptr) return;
    const std::set<std::string> names = names_of(*entry.principal.text());
    for (std::size_t other = 0; other < nodes_.size(); ++other) {
      if (other != i && is_about(nodes_[other], names)) nodes_[i].after.push_back(other);
    }
  }

  /// All names of what is recorded with an id.
  [[nodiscard]] std::set<std::string> names_of(const std::string& id) const {
    std::set<std::string> names{id};
    for (const auto& [address, record] : d_.identified) {
      if (record->id != id) continue;
      for (const Field& field : descriptor_of(address.kind).fields) {
        if (field.is_id) names.insert(text_of(record->fields, field.name));
      }
    }
    return names;
  }

  void connect(std::size_t i) {
    Node& node = nodes_[i];
    connect_to_assignments(i);
    connect_unassignment(i);
    if (node.role == Role::Delete && descriptor_of(node.target.type).by_id) {
      connect_deletion_by_id(i);
    }
    if (std::holds_alternative<IssueSecret>(node.step.call)) connect_issue(i);
    if (node.role == Role::Delete) connect_to_needed(i);
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
    if (descriptor
            .by_id) {  // its id comes with its making; what is written later matters to nobody
      wait_in(opening_, {needed.kind, needed.key}, node, false);
      return;
    }
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
  std::vector<Node>& nodes_;
  std::map<Securable, std::size_t> opening_, deletion_, hand_over_;
  std::map<Securable, std::vector<std::size_t>> writes_;
  std::map<Address, std::size_t> assignment_;  ///< by the principal's address
  std::map<Address, std::size_t> deletion_of_;
};

}  // namespace

void put_in_order(Drafting& drafting, std::vector<Node>& nodes) {
  StepOrder(drafting, nodes).run();
}

}  // namespace dgctl::engine
