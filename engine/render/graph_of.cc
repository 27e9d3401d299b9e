#include <algorithm>
#include <map>

#include "engine/model/descriptor.h"
#include "engine/model/key_parts.h"
#include "engine/model/overloaded.h"
#include "engine/render/change_words.h"
#include "engine/render/graph.h"
#include "engine/render/plan_text.h"
#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

std::string first_part(const std::string& name) { return name.substr(0, name.find('.')); }

/// The kind of what its id identifies and its name does not: whom secrets and assignments are of.
const std::string& principal_kind() {
  static const std::string kKind = [] {
    for (const Descriptor& descriptor : descriptors()) {
      if (descriptor.by_id && !descriptor.label_is_unique) return descriptor.kind;
    }
    return std::string();
  }();
  return kKind;
}

/// The group of a securable: of what stands in a catalog that one.
GraphGroup group_around(const Securable& securable) {
  const bool in_catalog = parent_of(securable) || securable.type == "catalog";
  const std::string kind = in_catalog ? "catalog" : securable.type;
  return {kind + " " + first_part(securable.full_name), kind, true};
}

/// What a resource stands with: all that is of a catalog, all that is about a principal.
GraphGroup group_of(const Address& address, const Fields& fields) {
  const Descriptor& descriptor = descriptor_of(address.kind);
  if (descriptor.shape == Shape::Entry && !descriptor.has_levels) {
    return group_around(entry_of(fields).on);
  }
  if (descriptor.is_securable) {
    return group_around({descriptor.kind, full_name(descriptor, fields)});
  }
  if (descriptor.shape == Shape::Object) return {to_string(address), address.kind, false};
  // "sql_warehouse:main/P" is about the warehouse, "main" and "GROUP/main" about the principal of
  // that key.
  const std::vector<std::string> parts = parts_of_key(address.key);
  std::string thing = descriptor.principal_by_id ? parts.back() : parts.front();
  const std::size_t colon = descriptor.principal_by_id ? std::string::npos : thing.find(':');
  if (colon == std::string::npos) return {principal_kind() + "." + thing, principal_kind(), false};
  thing[colon] = '.';
  return {thing, thing.substr(0, colon), false};
}

/// Nodes and edges as they come, each thing and each group once.
class GraphDraft {
 public:
  std::size_t add(const GraphGroup& group, GraphNode node) {
    const auto [it, is_new] = groups_.try_emplace(group.label, graph_.groups.size());
    if (is_new) graph_.groups.push_back(group);
    node.group = it->second;
    graph_.nodes.push_back(std::move(node));
    return graph_.nodes.size() - 1;
  }
  void connect(std::size_t first, std::size_t then) {
    if (first != then) graph_.edges.emplace_back(first, then);
  }
  Graph take(std::string title, std::vector<std::string> notes) && {
    graph_.title = std::move(title);
    graph_.notes = std::move(notes);
    std::sort(graph_.edges.begin(), graph_.edges.end());
    graph_.edges.erase(std::unique(graph_.edges.begin(), graph_.edges.end()), graph_.edges.end());
    return std::move(graph_);
  }

 private:
  Graph graph_{{}, {}, {GraphGroup{}}, {}, {}};
  std::map<std::string, std::size_t> groups_{{"", 0}};
};

/// Grants to one principal on things of one type in one place are alike.
AlikeNodes alike_grants(const Address& address, const Fields& fields) {
  const Descriptor& descriptor = descriptor_of(address.kind);
  if (descriptor.shape != Shape::Entry || descriptor.has_levels) return {};
  const Securable on = entry_of(fields).on;
  const std::optional<Securable> in = parent_of(on);
  const std::string principal = parts_of_key(address.key).back();
  const std::string place = in ? " of " + in->full_name : "";
  return {on.type + place + "/" + principal,
          address.kind + "s to " + principal + " on ",
          " " + on.type + "s" + place};
}

/// What is said of a resource below its address.
std::string said_of(const Address& address, const Fields& fields) {
  const Descriptor& descriptor = descriptor_of(address.kind);
  if (descriptor.shape == Shape::Secret) return text_of(fields, "sink");
  if (descriptor.shape == Shape::Object) return full_name(descriptor, fields);
  return descriptor.has_levels ? text_of(fields, "level") : shown(entry_of(fields).words);
}

// ---- the configuration

class DesiredGraph {
 public:
  explicit DesiredGraph(const Desired& desired) : desired_(desired) {}

  Graph make() && {
    for (const DesiredResource& resource : desired_.resources) add(resource);
    for (const DesiredPrincipal& principal : desired_.principals) add(principal);
    for (std::size_t i = 0; i < desired_.resources.size(); ++i) connect(desired_.resources[i], i);
    return std::move(draft_).take(
        desired_.stack + "/" + desired_.target + " on " + desired_.workspace.host,
        {"Arrows run from what is needed to what needs it."});
  }

 private:
  void add(const DesiredResource& resource) {
    const Address& address = resource.address;
    GraphNode node{{to_string(address)}, {}, resource.existing, 0, {}, 1};
    const NaturalKey key = natural_key(address, resource.fields);
    std::string said = said_of(address, resource.fields);
    if (said.empty() && resource.existing) said = key.name;
    if (!said.empty()) node.lines.push_back(said);
    if (resource.existing) node.lines.emplace_back("exists");
    if (resource.condition == Condition::ExistsAndIsNotOwn) {
      node.lines.emplace_back("where that exists");
    }
    node.alike = alike_grants(address, resource.fields);
    const std::size_t index = draft_.add(group_of(address, resource.fields), std::move(node));
    resources_.emplace(address, index);
    if (!key.name.empty()) things_.emplace(key, index);
    if (address.kind == principal_kind()) principals_.emplace(key.name, index);
  }

  /// A principal that is no resource here is drawn for what it is given.
  void add(const DesiredPrincipal& principal) {
    const std::string* name = principal.principal.text();
    if (name == nullptr || principals_.contains(*name)) return;
    GraphNode node{{principal.kind + " " + *name}, {}, true, 0, {}, 1};
    if (principal.key != *name) node.lines.push_back(principal.key);
    node.lines.emplace_back("exists");
    principals_.emplace(*name, draft_.add({}, std::move(node)));
  }

  void connect(const DesiredResource& resource, std::size_t index) {
    for (const Address& needed : resource.needs) connect(resources_, needed, index);
    for (const AttributeRef& ref : references_in(Value(resource.fields))) {
      connect(resources_, ref.of, index);
    }
    const Descriptor& descriptor = descriptor_of(resource.address.kind);
    if (descriptor.shape == Shape::Entry) {
      connect(principals_, text_of(resource.fields, "principal"), index);
    }
    std::optional<Securable> on;
    if (descriptor.is_securable) {
      on = parent_of({descriptor.kind, full_name(descriptor, resource.fields)});
    } else if (descriptor.shape == Shape::Entry && !descriptor.has_levels) {
      on = entry_of(resource.fields).on;
    }
    // The nearest that is a resource here.
    for (; on; on = parent_of(*on)) {
      if (connect(things_, NaturalKey{on->type, on->full_name}, index)) return;
    }
  }

  template <class Key>
  bool connect(const std::map<Key, std::size_t>& nodes, const Key& needed, std::size_t index) {
    const auto it = nodes.find(needed);
    if (it == nodes.end()) return false;
    draft_.connect(it->second, index);
    return true;
  }

  const Desired& desired_;
  GraphDraft draft_;
  std::map<Address, std::size_t> resources_;
  std::map<NaturalKey, std::size_t> things_;
  std::map<Principal, std::size_t> principals_;
};

// ---- a plan

/// The resource that a change is about, and what it says of it as a whole; nullptr of what is not
/// drawn.
const Resource* drawn(const Change& change) {
  return std::visit(Overloaded{
                        [](const NoOp&) -> const Resource* { return nullptr; },
                        [](const Record&) -> const Resource* { return nullptr; },
                        [](const Create& c) { return &c.desired; },
                        [](const Update& c) { return &c.desired; },
                        [](const Replace& c) { return &c.desired; },
                        [](const Adopt& c) { return &c.desired; },
                        [](const Move&) -> const Resource* { return nullptr; },
                        [](const Delete& c) { return &c.live; },
                        [](const Forget& c) { return &c.recorded; },
                    },
                    change);
}

std::string listed(const Fields& fields, const std::map<std::string, WordsDelta>& words) {
  std::string names;
  for (const auto& [name, value] : fields) names += (names.empty() ? "" : ", ") + name;
  for (const auto& [name, delta] : words) names += (names.empty() ? "" : ", ") + name;
  return names;
}

std::vector<std::string> given_and_taken(const GrantDelta& delta) {
  std::vector<std::string> lines;
  if (!delta.remove.empty()) lines.push_back("revoke " + shown(delta.remove));
  if (!delta.add.empty()) lines.push_back("grant " + shown(delta.add));
  return lines;
}

class PlanGraph {
 public:
  explicit PlanGraph(const PlanFile& file) : file_(file), plan_(file.plan) {}

  Graph make() && {
    std::vector<bool> has_step(plan_.changes.size(), false);
    for (const Step& step : plan_.steps) {
      add(step);
      for (const std::size_t change : step.changes) has_step.at(change) = true;
    }
    for (const Step& step : plan_.steps) {
      for (const StepId before : step.after) draft_.connect(before, step.id);
    }
    for (std::size_t i = 0; i < plan_.changes.size(); ++i) {
      if (!has_step[i]) add_alone(plan_.changes[i]);
    }
    return std::move(draft_).take(title(), notes());
  }

 private:
  [[nodiscard]] std::string title() const {
    return file_.stack + "/" + file_.target + " on " + file_.workspace.host + ". " +
           plan_summary(file_) + (plan_.refusals.empty() ? "" : " Not applyable.");
  }

  [[nodiscard]] std::vector<std::string> notes() const {
    std::vector<std::string> lines;
    lines.reserve(plan_.refusals.size() + 1);
    for (const std::string& refusal : plan_.refusals) lines.push_back("Not applyable: " + refusal);
    if (!plan_.steps.empty()) {
      lines.emplace_back("Arrows run from a step to those that wait for it.");
    }
    return lines;
  }

  static std::string titled(const Change& change) {
    return symbol_of(change) + " " + to_string(address_of(change));
  }

  /// A step is a node, and its id the node's index.
  void add(const Step& step) {
    const Change& first = plan_.changes.at(step.changes.front());
    GraphNode node{{}, symbol_of(first), false, 0, {}, 1};
    if (const auto* patch = std::get_if<PatchGrants>(&step.call)) {
      add_grants(step, *patch, node);
    } else {
      node.lines = {titled(first), said_of(step)};
      for (std::size_t i = 1; i < step.changes.size(); ++i) {
        node.lines.push_back(titled(plan_.changes.at(step.changes[i])));
      }
      std::erase(node.lines, "");
    }
    const Resource* resource = drawn(first);
    if (resource == nullptr) {
      draft_.add({}, std::move(node));
      return;
    }
    if (step.changes.size() == 1) {
      node.alike = alike_grants(resource->address, resource->fields);
      if (!node.alike.key.empty()) node.alike.before = node.symbol + " " + node.alike.before;
    }
    draft_.add(group_of(resource->address, resource->fields), std::move(node));
  }

  /// Each change with the words that its principal is given and loses.
  void add_grants(const Step& step, const PatchGrants& patch, GraphNode& node) const {
    for (const std::size_t index : step.changes) {
      const Change& change = plan_.changes.at(index);
      node.lines.push_back(titled(change));
      if (symbol_of(change) != node.symbol) node.symbol = "~";
      const Resource* resource = drawn(change);
      for (const GrantDelta& delta : patch.deltas) {
        if (resource == nullptr || entry_of(resource->fields).principal != delta.principal)
          continue;
        const std::vector<std::string> said = given_and_taken(delta);
        node.lines.insert(node.lines.end(), said.begin(), said.end());
      }
    }
  }

  /// What a step does, below the address of its change.
  [[nodiscard]] std::string said_of(const Step& step) const {
    const Resource* resource = drawn(plan_.changes.at(step.changes.front()));
    const std::string name =
        resource == nullptr ? ""
                            : full_name(descriptor_of(resource->address.kind), resource->fields);
    return std::visit(Overloaded{
                          [&](const CreateObject&) { return "create " + name; },
                          [](const UpdateObject& c) { return "set " + listed(c.changed, c.words); },
                          [](const DeleteObject& c) { return "delete " + c.kind + " " + c.id; },
                          [](const PatchGrants&) { return std::string(); },
                          [](const WriteAcl& c) {
                            std::string levels;
                            for (const AclEntry& entry : c.entries) {
                              levels += (levels.empty() ? "" : ", ") +
                                        (entry.level.empty() ? "take away" : entry.level);
                            }
                            return levels;
                          },
                          [](const IssueSecret&) { return std::string("issue"); },
                          [](const StoreSecret& c) { return "store in " + c.sink; },
                          [](const ProveSecret&) { return std::string("log in with it"); },
                          [](const RetireSecret& c) { return "delete secret " + c.id; },
                      },
                      step.call);
  }

  /// What nothing is sent for.
  void add_alone(const Change& change) {
    const Resource* resource = drawn(change);
    if (resource == nullptr) return;
    GraphNode node{{titled(change)}, symbol_of(change), false, 0, {}, 1};
    node.alike = alike_grants(resource->address, resource->fields);
    if (!node.alike.key.empty()) node.alike.before = node.symbol + " " + node.alike.before;
    draft_.add(group_of(resource->address, resource->fields), std::move(node));
  }

  const PlanFile& file_;
  const Plan& plan_;
  GraphDraft draft_;
};

}  // namespace

Graph graph_of(const Desired& desired) { return DesiredGraph(desired).make(); }
Graph graph_of(const PlanFile& file) { return PlanGraph(file).make(); }

}  // namespace dgctl::engine
