#include <algorithm>

#include "engine/model/overloaded.h"
#include "engine/plan/drafting.h"

// Of what was drafted, what `--only` names: with what that needs and with what is attached to it,
// never with what depends on it.

namespace dgctl::engine {
namespace {

/// What one drafted change is about, in the workspace.
struct Subject {
  const Fields* fields = nullptr;
  bool makes = false;  ///< it makes the object, or takes it over before others may write to it
  bool ends = false;   ///< it deletes the object, or makes it anew
};

Subject subject_of(const Drafted& drafted) {
  return std::visit(
      Overloaded{
          [](const NoOp& c) { return Subject{&c.live.fields}; },
          [](const Record& c) { return Subject{&c.live.fields}; },
          [](const Create& c) { return Subject{&c.desired.fields, true}; },
          [&](const Update& c) { return Subject{&c.desired.fields, drafted.takes_over}; },
          [](const Replace& c) { return Subject{&c.desired.fields, true, true}; },
          [&](const Adopt& c) { return Subject{&c.desired.fields, drafted.takes_over}; },
          [](const Move& c) { return Subject{&c.live.fields}; },
          [](const Delete& c) { return Subject{&c.live.fields, false, true}; },
          [](const Forget& c) { return Subject{&c.recorded.fields}; },
      },
      drafted.change);
}

bool is_state_only(const Change& change) {
  return std::holds_alternative<Move>(change) || std::holds_alternative<NoOp>(change);
}

class Choice {
 public:
  explicit Choice(Drafting& drafting) : d_(drafting), chosen_(drafting.drafted.size(), false) {
    for (std::size_t i = 0; i < d_.drafted.size(); ++i) {
      at_[address_of(d_.drafted[i].change)].push_back(i);
      const Address& address = address_of(d_.drafted[i].change);
      const Descriptor& descriptor = descriptor_of(address.kind);
      const bool is_named = descriptor.shape == Shape::Object && !descriptor.by_id;
      const Fields* fields = subject_of(d_.drafted[i]).fields;
      if (is_named) objects_[{descriptor.kind, full_name(descriptor, *fields)}].push_back(i);
    }
  }

  /// For each drafted change whether it stays.
  std::vector<bool> made() {
    for (const Address& address : d_.in.choices.only) {
      choose(address);
      choose_attached(address);
    }
    return std::move(chosen_);
  }

 private:
  void choose(const Address& address) {
    const auto all = at_.find(address);
    if (all == at_.end()) return;
    for (const std::size_t i : all->second) choose(i);
  }

  void choose(std::size_t i) {
    if (chosen_[i]) return;
    chosen_[i] = true;
    const Drafted& drafted = d_.drafted[i];
    const Subject subject = subject_of(drafted);
    const bool goes = subject.ends && !subject.makes;
    if (!goes) {
      for (const Address& address : drafted.needs) choose(address);
      if (drafted.comes_with) choose(*drafted.comes_with);
    }
    const Address& address = address_of(drafted.change);
    choose_where_it_stands(address, subject);
    if (subject.ends || subject.makes) choose_what_goes_with(address);
    if (subject.makes) choose_assignment(address);
  }

  void choose_where_it_stands(const Address& address, const Subject& subject) {
    const Descriptor& descriptor = descriptor_of(address.kind);
    if (descriptor.shape == Shape::Entry && !descriptor.has_levels) {
      choose_around(entry_of(*subject.fields).on);
    } else if (descriptor.shape == Shape::Object && !descriptor.by_id) {
      const Securable object{descriptor.kind, full_name(descriptor, *subject.fields)};
      if (const auto parent = parent_of(object)) choose_around(*parent);
      if (subject.ends) choose_within(object);
    }
  }

  /// What has to be made before something can stand there.
  void choose_around(const Securable& securable) {
    for (std::optional<Securable> at = securable; at; at = parent_of(*at)) {
      const auto found = objects_.find(*at);
      if (found == objects_.end()) continue;
      for (const std::size_t i : found->second) {
        if (subject_of(d_.drafted[i]).makes) choose(i);
      }
    }
  }

  /// What has to be gone before an object can be deleted, and what is made anew with it.
  void choose_within(const Securable& object) {
    for (const auto& [inside, all] : objects_) {
      if (!inside.full_name.starts_with(object.full_name + ".")) continue;
      for (const std::size_t i : all) choose(i);
    }
    for (std::size_t i = 0; i < d_.drafted.size(); ++i) {
      const auto on = securable_of(d_.drafted[i]);
      if (!on) continue;
      if (*on == object || on->full_name.starts_with(object.full_name + ".")) choose(i);
    }
  }

  static std::optional<Securable> securable_of(const Drafted& drafted) {
    const Descriptor& descriptor = descriptor_of(address_of(drafted.change).kind);
    if (descriptor.shape != Shape::Entry || descriptor.has_levels) return std::nullopt;
    return entry_of(*subject_of(drafted).fields).on;
  }

  void choose_what_goes_with(const Address& address) {
    for (std::size_t i = 0; i < d_.drafted.size(); ++i) {
      if (d_.drafted[i].comes_with == address) choose(i);
    }
  }

  /// Without its place in the workspace a new principal could be named by nothing there.
  void choose_assignment(const Address& address) {
    for (std::size_t i = 0; i < d_.drafted.size(); ++i) {
      const Descriptor& descriptor = descriptor_of(address_of(d_.drafted[i].change).kind);
      if (!descriptor.admits) continue;
      const Value* principal = find(*subject_of(d_.drafted[i]).fields, "principal");
      if (principal != nullptr && refers_to(*principal, address)) choose(i);
    }
  }

  /// The grants on an object, the permissions on it, its secrets and its assignment.
  void choose_attached(const Address& address) {
    const Descriptor& descriptor = descriptor_of(address.kind);
    if (descriptor.shape != Shape::Object) return;
    std::set<std::string> names = names_of(address);
    for (std::size_t i = 0; i < d_.drafted.size(); ++i) {
      if (is_attached(d_.drafted[i], address, names)) choose(i);
    }
  }

  /// How entries may name an object: as a securable, by its id, or by a reference to it.
  [[nodiscard]] std::set<std::string> names_of(const Address& address) const {
    std::set<std::string> names;
    const Descriptor& descriptor = descriptor_of(address.kind);
    const auto add = [&](const std::string& name) { names.insert(name); };
    if (const auto all = at_.find(address); all != at_.end()) {
      for (const std::size_t i : all->second) {
        const Fields& fields = *subject_of(d_.drafted[i]).fields;
        add(descriptor.by_id ? d_.drafted[i].id : full_name(descriptor, fields));
      }
    }
    // What is only referred to is neither drafted nor recorded.
    if (const DesiredResource* desired = d_.wanted_at(address)) {
      if (!descriptor.by_id) {
        add(full_name(descriptor, desired->fields));
      } else if (const Object* live = d_.resolution_of(*desired).live) {
        add(live->id);
      }
    }
    add_recorded_names(address, names);
    names.erase(std::string());
    return names;
  }

  void add_recorded_names(const Address& address, std::set<std::string>& names) const {
    const auto record = d_.in.state.resources.find(address);
    if (record == d_.in.state.resources.end()) return;
    const Descriptor& descriptor = descriptor_of(address.kind);
    const Recorded& recorded = record->second;
    names.insert(descriptor.by_id ? recorded.id : full_name(descriptor, recorded.fields));
    if (descriptor.by_id) names.insert(given_id(descriptor, recorded.fields));
  }

  static bool refers_to(const Value& value, const Address& address) {
    const std::vector<AttributeRef> refs = references_in(value);
    return std::any_of(
        refs.begin(), refs.end(), [&](const AttributeRef& ref) { return ref.of == address; });
  }

  static bool is_attached(const Drafted& drafted,
                          const Address& address,
                          const std::set<std::string>& names) {
    const Descriptor& descriptor = descriptor_of(address_of(drafted.change).kind);
    const Fields& fields = *subject_of(drafted).fields;
    const auto names_it = [&](const Value& value) {
      return refers_to(value, address) ||
             (value.text() != nullptr && names.contains(*value.text()));
    };
    if (descriptor.shape == Shape::Secret) {
      const auto& needs = drafted.needs;
      const bool is_of = std::find(needs.begin(), needs.end(), address) != needs.end();
      const Value* principal = find(fields, "principal");
      return is_of || (principal != nullptr && names_it(*principal));
    }
    if (descriptor.shape != Shape::Entry) return false;
    // Whoever ends takes along what was given to it.
    const bool is_taken = std::holds_alternative<Delete>(drafted.change) ||
                          std::holds_alternative<Forget>(drafted.change);
    const Value principal =
        descriptor.has_levels ? level_entry_of(fields).principal : entry_of(fields).principal;
    if ((descriptor.principal_by_id || is_taken) && names_it(principal)) return true;
    return is_on(fields, descriptor, address, names);
  }

  /// Whether an entry is on an object that bears one of these names.
  static bool is_on(const Fields& entry,
                    const Descriptor& descriptor,
                    const Address& address,
                    const std::set<std::string>& names) {
    if (!descriptor.has_levels) {
      const Securable on = entry_of(entry).on;
      return on.type == address.kind && names.contains(on.full_name);
    }
    const Value thing = level_entry_of(entry).thing;
    if (refers_to(thing, address)) return true;
    return thing.text() != nullptr &&
           std::any_of(names.begin(), names.end(), [&](const auto& name) {
             return *thing.text() == address.kind + ":" + name;
           });
  }

  Drafting& d_;
  std::map<Address, std::vector<std::size_t>> at_;
  std::map<Securable, std::vector<std::size_t>> objects_;
  std::vector<bool> chosen_;
};

template <class Items>
void keep_addresses(Items& items, const std::set<Address>& kept) {
  std::erase_if(items, [&](const auto& item) { return !kept.contains(item.address); });
}

/// What is known of whom the chosen changes are about; what others hold was not reported, and stays
/// news.
void keep_excess(Drafting& drafting, const std::set<Address>& kept) {
  std::set<NaturalKey> about;
  for (const Held& held : drafting.out.plan.held) about.insert(held.pair);
  for (const Drafted& drafted : drafting.drafted) {
    const Address& address = address_of(drafted.change);
    const Descriptor& descriptor = descriptor_of(address.kind);
    if (!kept.contains(address)) continue;
    if (descriptor.by_id) {
      about.insert({descriptor.kind, drafted.id});
    } else {
      about.insert(natural_key(address, *subject_of(drafted).fields));
    }
  }
  Plan& plan = drafting.out.plan;
  std::map<NaturalKey, Privileges> excess = drafting.in.state.excess;
  for (const NaturalKey& key : about) {
    excess.erase(key);
    const auto found = plan.excess.find(key);
    if (found != plan.excess.end()) excess.insert(*found);
  }
  plan.records_excess = excess != drafting.in.state.excess;
  plan.excess = std::move(excess);
}

}  // namespace

void keep_chosen(Drafting& drafting) {
  const std::vector<Address>& only = drafting.in.choices.only;
  if (only.empty()) return;
  const std::vector<bool> chosen = Choice(drafting).made();
  std::set<Address> kept(only.begin(), only.end());
  std::vector<Drafted> left;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    // What changes its address only is state, and makes room for others.
    if (!chosen[i] && !is_state_only(drafting.drafted[i].change)) continue;
    if (chosen[i]) kept.insert(address_of(drafting.drafted[i].change));
    left.push_back(std::move(drafting.drafted[i]));
  }
  drafting.drafted = std::move(left);
  Plan& plan = drafting.out.plan;
  keep_addresses(plan.held, kept);
  keep_addresses(plan.kept, kept);
  keep_addresses(plan.ignored, kept);
  keep_addresses(plan.unmanaged, kept);
  keep_addresses(plan.previous_secrets, kept);
  for (HiddenRead& hidden : plan.hidden) {
    std::erase_if(hidden.affects, [&](const Address& each) { return !kept.contains(each); });
  }
  std::erase_if(plan.hidden, [](const HiddenRead& hidden) { return hidden.affects.empty(); });
  std::erase_if(drafting.refused, [&](const auto& each) { return !kept.contains(each.first); });
  keep_excess(drafting, kept);
}

}  // namespace dgctl::engine
