#include "engine/config/memberships.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/config/source_text.h"
#include "engine/config/yaml_text.h"

namespace dgctl::engine {
namespace {

/// Why nobody can be put on what bears that name, or "".
std::string fault_of_name(const Descriptor& kind, const std::string& name) {
  if (name.empty() || has_control(name)) {
    return "names nothing; write the name of a " + kind.thing_type;
  }
  if (name.find('@') != std::string::npos || is_uuid(name)) {
    return "is " + in_quotes(name) + ", by its form no " + kind.thing_type + "; name one";
  }
  const auto refused = std::find_if(kind.refused_things.begin(),
                                    kind.refused_things.end(),
                                    [&](const auto& candidate) { return candidate.first == name; });
  if (refused == kind.refused_things.end()) return {};
  return "is " + in_quotes(name) + ", and " + refused->second;
}

class ListReader {
 public:
  ListReader(const Descriptor& kind,
             const DesiredResource& principal,
             bool may_privilege,
             Expansion& expansion)
      : kind_(kind), principal_(principal), may_privilege_(may_privilege), expansion_(expansion) {}

  void read(const YamlNode& list) {
    if (!expect_list(list, in_quotes(kind_.listed_as), expansion_.findings)) return;
    std::set<std::string> told;
    const std::string subject = "an entry of " + in_quotes(kind_.listed_as);
    for (const YamlNode* item : list.items) {
      const auto name = read_text(*item, subject, expansion_.findings);
      if (!name) continue;
      const std::string fault = fault_of_name(kind_, *name);
      if (!fault.empty()) {
        expansion_.findings.error(item->place, std::string(subject).append(" ").append(fault));
      } else if (!told.insert(*name).second) {
        expansion_.findings.warning(item->place, *name + " stands in this list twice");
      } else {
        add(*name, item->place);
      }
    }
  }

 private:
  void add(const std::string& name, const Place& place) {
    DesiredResource entry;
    entry.address = {kind_.kind, make_key({name, key_of_address(principal_.address.key)})};
    entry.fields = fields_of(LevelEntry{kind_.thing_type + ":" + name,
                                        KnownAfter{{AttributeRef{principal_.address, "id"}}},
                                        kind_.levels.front()});
    entry.prevent_destroy = kind_.protected_by_default;
    entry.may_privilege = may_privilege_;
    entry.needs = {principal_.address};
    entry.places = {place};
    expansion_.resources.push_back(std::move(entry));
  }

  const Descriptor& kind_;
  const DesiredResource& principal_;
  bool may_privilege_;
  Expansion& expansion_;
};

}  // namespace

std::vector<const Descriptor*> listed_entries(const Descriptor& kind) {
  std::vector<const Descriptor*> all;
  // Only the name of what is no principal identifies it.
  if (!kind.by_id || kind.label_is_unique) return all;
  for (const Descriptor& descriptor : descriptors()) {
    if (!descriptor.listed_as.empty()) all.push_back(&descriptor);
  }
  return all;
}

void read_memberships(const Declaration& declaration,
                      const DesiredResource& principal,
                      Section& keys,
                      Expansion& expansion) {
  const YamlNode* privileged = find_value(*declaration.node, "allow_privileged");
  const bool may_privilege = !principal.existing && privileged != nullptr && privileged->is_plain &&
                             privileged->text == "true";
  for (const Descriptor* kind : listed_entries(*declaration.descriptor)) {
    const YamlNode* list = keys.get(kind->listed_as);
    if (list != nullptr) ListReader(*kind, principal, may_privilege, expansion).read(*list);
  }
}

}  // namespace dgctl::engine
