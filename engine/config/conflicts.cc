#include "engine/config/conflicts.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

using Index = std::size_t;

const Place& place_of(const DesiredResource& resource) { return resource.places.front(); }

std::string named(const DesiredResource& resource) {
  return to_string(resource.address) + " at " + to_text(place_of(resource));
}

/// Reports the pair at the later of their places, naming the other.
void report_pair(const DesiredResource& a,
                 const DesiredResource& b,
                 const std::string& what,
                 Findings& findings) {
  const bool a_is_later = place_of(b) < place_of(a);
  const DesiredResource& later = a_is_later ? a : b;
  findings.error(
      place_of(later),
      what + named(a_is_later ? b : a) + " already; name another one, or refer to that one");
}

void check_addresses(const std::vector<DesiredResource>& resources, Findings& findings) {
  for (Index at = 1; at < resources.size(); ++at) {
    const DesiredResource& a = resources[at - 1];
    const DesiredResource& b = resources[at];
    if (a.address != b.address) continue;
    const bool a_is_later = place_of(b) < place_of(a);
    findings.error(place_of(a_is_later ? a : b),
                   "two " + a.address.kind + "s would have the address " + to_string(a.address) +
                       ", this one and the one at " + to_text(place_of(a_is_later ? b : a)) +
                       "; a service principal's key is also another principal's name: rename it");
  }
}

/// What identifies a resource, as far as it is known: of what has an id and a label either, since
/// two blocks of one label are one object, or soon look like it.
std::vector<std::string> identities(const DesiredResource& resource) {
  const Descriptor& kind = descriptor_of(resource.address.kind);
  if (!kind.by_id) return {natural_key(resource.address, resource.fields).name};
  std::vector<std::string> all{full_name(kind, resource.fields)};
  for (const Field& field : kind.fields) {
    if (field.is_id) all.push_back(text_of(resource.fields, field.name));
  }
  return all;
}

/// Returns where in the list each name is, of what is found by its name.
std::map<NaturalKey, Index> check_natural_keys(const std::vector<DesiredResource>& resources,
                                               Findings& findings) {
  std::map<NaturalKey, Index> by_key;
  for (Index at = 0; at < resources.size(); ++at) {
    const DesiredResource& resource = resources[at];
    for (const std::string& name : identities(resource)) {
      if (name.empty()) continue;
      const auto [first, is_new] = by_key.emplace(NaturalKey{resource.address.kind, name}, at);
      if (is_new || first->second == at) continue;
      report_pair(resource,
                  resources[first->second],
                  "the " + resource.address.kind + " " + name + " is ",
                  findings);
    }
  }
  return by_key;
}

/// What each resource has to wait for: what it needs, and what it stands in or is granted on.
class NeedGraph {
 public:
  NeedGraph(const std::vector<DesiredResource>& resources,
            const std::map<NaturalKey, Index>& by_key,
            Findings& findings)
      : resources_(resources), findings_(findings), edges_(resources.size()) {
    for (Index at = 0; at < resources.size(); ++at) {
      for (const Address& address : resources[at].needs) add(at, find(address));
      const auto holder = holder_of(resources[at]);
      const auto known = holder ? by_key.find({holder->type, holder->full_name}) : by_key.end();
      if (known != by_key.end()) add(at, known->second);
    }
  }

  /// The place of an address in the list, or its length.
  [[nodiscard]] Index find(const Address& address) const {
    const auto at =
        std::lower_bound(resources_.begin(),
                         resources_.end(),
                         address,
                         [](const DesiredResource& r, const Address& a) { return r.address < a; });
    const bool is_there = at != resources_.end() && at->address == address;
    return is_there ? static_cast<Index>(at - resources_.begin()) : resources_.size();
  }

  void report_circles() {
    const std::vector<bool> is_free = free_of_circles();
    std::vector<bool> is_seen(resources_.size());
    for (Index start = 0; start < resources_.size(); ++start) {
      std::vector<Index> path;
      Index at = start;
      while (!is_free[at] && !is_seen[at]) {
        is_seen[at] = true;
        path.push_back(at);
        at = *std::find_if(
            edges_[at].begin(), edges_[at].end(), [&](Index to) { return !is_free[to]; });
      }
      const auto closes = std::find(path.begin(), path.end(), at);
      if (closes != path.end()) report({closes, path.end()});
    }
  }

 private:
  void add(Index from, Index to) {
    if (to < resources_.size()) edges_[from].push_back(to);
  }

  [[nodiscard]] static std::optional<Securable> holder_of(const DesiredResource& resource) {
    const Descriptor& kind = descriptor_of(resource.address.kind);
    if (kind.shape == Shape::Entry && !kind.has_levels) return entry_of(resource.fields).on;
    return parent_of({kind.kind, full_name(kind, resource.fields)});
  }

  /// Whether everything that a resource waits for can come before it.
  [[nodiscard]] std::vector<bool> free_of_circles() const {
    std::vector<std::vector<Index>> waiting(resources_.size());
    std::vector<std::size_t> left(resources_.size());
    std::vector<Index> ready;
    for (Index from = 0; from < resources_.size(); ++from) {
      left[from] = edges_[from].size();
      if (left[from] == 0) ready.push_back(from);
      for (const Index to : edges_[from]) waiting[to].push_back(from);
    }
    std::vector<bool> is_free(resources_.size());
    while (!ready.empty()) {
      const Index at = ready.back();
      ready.pop_back();
      is_free[at] = true;
      for (const Index from : waiting[at]) {
        if (--left[from] == 0) ready.push_back(from);
      }
    }
    return is_free;
  }

  void report(std::vector<Index> circle) {
    std::rotate(circle.begin(), std::min_element(circle.begin(), circle.end()), circle.end());
    std::string text;
    for (const Index at : circle) text += to_string(resources_[at].address) + " -> ";
    text += to_string(resources_[circle.front()].address);
    findings_.error(place_of(resources_[circle.front()]),
                    "resources need each other in a circle: " + text + "; remove a reference");
  }

  const std::vector<DesiredResource>& resources_;
  Findings& findings_;
  std::vector<std::vector<Index>> edges_;
};

}  // namespace

void check_conflicts(const std::vector<DesiredResource>& resources,
                     const std::vector<WrittenNeed>& needs,
                     const Declarations& declarations,
                     Findings& findings) {
  check_addresses(resources, findings);
  const auto by_key = check_natural_keys(resources, findings);
  NeedGraph graph(resources, by_key, findings);
  std::vector<std::string> addresses;
  for (const WrittenNeed& need : needs) {
    if (graph.find(need.of) < resources.size() || declarations.declares(need.of)) continue;
    if (addresses.empty()) {
      for (const DesiredResource& resource : resources) {
        addresses.push_back(to_string(resource.address));
      }
    }
    findings.error(need.place,
                   "this configuration has no resource " + to_string(need.of) +
                       findings.did_you_mean(to_string(need.of), addresses));
  }
  graph.report_circles();
}

}  // namespace dgctl::engine
