#include <algorithm>

#include "engine/plan/drafting.h"

namespace dgctl::engine {
namespace {

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string last_part(const std::string& full_name) {
  return full_name.substr(full_name.rfind('.') + 1);
}

class LeftoverDraft {
 public:
  LeftoverDraft(Drafting& drafting, const Recorded& record, Securable object, std::string needed_by)
      : d_(drafting),
        record_(record),
        object_(std::move(object)),
        needed_by_(std::move(needed_by)),
        resource_{drafting.address_now(record.address), record.fields} {}

  void run() {
    if (!record_.created) {
      forget("it was adopted, not made");
      return;
    }
    if (d_.is_protected(record_)) {
      keep(kProtected);
      return;
    }
    if (!needed_by_.empty()) {
      keep("the configuration still names " + needed_by_);
      return;
    }
    const Lookup lookup = ByName{object_.type, object_.full_name};
    const ReadResult* result = d_.view.get(lookup);
    if (result == nullptr) return;
    if (std::holds_alternative<Hidden>(*result)) {
      d_.note_hidden(lookup, resource_.address);
    } else if (std::holds_alternative<Absent>(*result)) {
      forget("it is gone already");
    } else {
      remove();
    }
  }

 private:
  void remove() {
    const Contents contents = contents_of(d_, object_);
    if (contents.pending) return;
    if (!contents.hidden.empty()) {
      keep("what it holds cannot be seen: " + contents.hidden);
      return;
    }
    const std::string stays = protected_within(d_, object_, contents);
    if (!stays.empty()) {
      keep("it holds " + stays + ", which stays");
      return;
    }
    if (!contents.names.empty() && !d_.is_forced(record_)) {
      keep("it holds " + joined(contents.names));
      return;
    }
    if (!d_.in.drift) d_.deleted.insert(object_);  // drift is of what is there now
    const auto* live = found_in<Object>(d_.view.get(ByName{object_.type, object_.full_name}));
    Drafted drafted;
    drafted.change =
        Delete{{resource_.address, live->fields}, Mover::Configuration, goes_along(contents)};
    drafted.edits.emplace_back(Remove{resource_.address});
    drafted.with_contents = !contents.names.empty();
    drafted.emptied_first = contents.to_drop;
    d_.drafted.push_back(std::move(drafted));
    if (!d_.in.drift) warn_of_unseen();
  }

  /// What came with it and is not listed was dropped, or may not be seen; then it stands in the
  /// way.
  void warn_of_unseen() {
    const Descriptor& descriptor = descriptor_of(object_.type);
    if (descriptor.droppable_contents.empty()) return;  // and nothing is to be read for it
    const auto* names = found_in<Names>(d_.view.get(Below{object_}));
    if (names == nullptr) return;
    for (const std::string& part : descriptor.droppable_contents) {
      const std::string name = object_.full_name + "." + part;
      const bool is_listed = std::find(names->begin(), names->end(), name) != names->end();
      const std::string& kind = descriptor.contains.front();
      if (is_listed || d_.deleted.contains({kind, name})) continue;
      std::string warning = kind;
      warning.append(" ").append(name).append(" is not shown: if it is there, deleting ");
      warning.append(object_.type).append(" ").append(object_.full_name);
      warning.append(" takes USE SCHEMA on it, to drop it first");
      d_.out.plan.warnings.push_back(std::move(warning));
    }
  }

  void forget(const std::string& because) {
    Drafted drafted;
    drafted.change = Forget{resource_, because};
    drafted.edits.emplace_back(Remove{resource_.address});
    d_.drafted.push_back(std::move(drafted));
  }

  void keep(const std::string& because) {
    d_.out.plan.kept.push_back({resource_.address, because});
  }

  Drafting& d_;
  const Recorded& record_;
  Securable object_;
  std::string needed_by_;  // what the configuration names on it or in it
  Resource resource_;
};

/// An object that its id identifies, recorded and no longer asked for.
class IdentifiedLeftover {
 public:
  IdentifiedLeftover(Drafting& drafting, const Recorded& record)
      : d_(drafting), record_(record), address_(drafting.address_now(record.address)) {}

  void run() {
    if (!record_.created) return forget("it was adopted, not made");
    if (d_.is_protected(record_)) {
      d_.out.plan.kept.push_back({address_, kProtected});
      return;
    }
    const Lookup lookup = ById{record_.address.kind, record_.id};
    const ReadResult* result = d_.view.get(lookup);
    if (result == nullptr) return;
    if (std::holds_alternative<Hidden>(*result)) {
      d_.note_hidden(lookup, address_);
    } else if (const auto* live = found_in<Object>(result)) {
      if (!is_this_workspaces_alone(*live)) return;
      if (!d_.in.drift) d_.deleted_objects.insert(record_.address);
      Drafted drafted;
      drafted.change = Delete{{address_, live->fields}, Mover::Configuration, {}};
      drafted.edits.emplace_back(Remove{address_});
      drafted.id = live->id;
      d_.drafted.push_back(std::move(drafted));
    } else {
      forget("it is gone already");
    }
  }

 private:
  /// Whether nobody else would lose it. False also: not read yet.
  bool is_this_workspaces_alone(const Object& live) {
    const std::vector<Field>& fields = descriptor_of(live.kind).fields;
    const bool is_accounts =
        d_.in.desired.account && std::any_of(fields.begin(), fields.end(), [](const Field& field) {
          return field.of_workspace;
        });
    if (!is_accounts) return true;
    const ReadResult* result = d_.view.get(OtherWorkspacesOf{live.id});
    if (result == nullptr) return false;
    if (const auto* hidden = std::get_if<Hidden>(result)) {
      d_.out.plan.kept.push_back(
          {address_, "whether other workspaces use it cannot be seen: " + hidden->reason});
      return false;
    }
    const auto* others = found_in<Names>(result);
    if (others == nullptr || others->empty()) return true;
    d_.out.plan.kept.push_back({address_, "other workspaces use it too: " + joined(*others)});
    return false;
  }

  void forget(const std::string& because) {
    Drafted drafted;
    drafted.change = Forget{{address_, record_.fields}, because};
    drafted.edits.emplace_back(Remove{address_});
    d_.drafted.push_back(std::move(drafted));
  }

  Drafting& d_;
  const Recorded& record_;
  Address address_;
};

/// What the configuration names a grant on or an object in, with one example each. Conditional
/// grants name nothing: they follow what is there.
std::map<Securable, std::string> still_named(const Drafting& drafting) {
  std::map<Securable, std::string> named;
  for (const DesiredResource* resource : drafting.wanted) {
    if (resource->condition != Condition::Always) continue;
    const Address& address = resource->address;
    const Descriptor& descriptor = descriptor_of(address.kind);
    if (descriptor.by_id || descriptor.has_levels || descriptor.shape == Shape::Secret) continue;
    const Securable on = descriptor.shape == Shape::Entry
                             ? entry_of(resource->fields).on
                             : Securable{address.kind, full_name(descriptor, resource->fields)};
    for (std::optional<Securable> at = on; at; at = parent_of(*at)) {
      named.emplace(*at, to_string(address));
    }
  }
  return named;
}

/// Whether nothing stands in an object. `pending` is set where that has to be read first.
bool is_empty(Drafting& drafting, const Securable& object, bool& pending) {
  for (const Below& below : all_below(object)) {
    const ReadResult* within = drafting.view.get(below);
    if (within == nullptr) pending = true;
    const auto* held = found_in<Names>(within);
    if (held == nullptr || !held->empty()) return false;
  }
  return true;
}

/// What of one kind stands in an object.
void add_contents(Drafting& drafting, const Below& below, Contents& contents) {
  const ReadResult* within = drafting.view.get(below);
  if (within == nullptr) {
    contents.pending = true;
    return;
  }
  if (const auto* hidden = std::get_if<Hidden>(within)) {
    contents.hidden = hidden->reason;
    return;
  }
  const auto* names = found_in<Names>(within);
  if (names == nullptr) return;
  const Descriptor& descriptor = descriptor_of(below.parent.type);
  for (const std::string& name : *names) {
    const Securable inside{kind_below(below), name};
    if (holds(descriptor.permanent_contents, last_part(name))) continue;
    if (drafting.deleted.contains(inside)) continue;
    const bool droppable = holds(descriptor.droppable_contents, last_part(name)) &&
                           is_empty(drafting, inside, contents.pending);
    (droppable ? contents.to_drop : contents.names).push_back(name);
  }
}

bool stands_in(const Securable& object, const Securable& outer) {
  for (auto at = parent_of(object); at; at = parent_of(*at)) {
    if (*at == outer) return true;
  }
  return false;
}

/// What stands in an object and must not go with it.
class ProtectedWithin {
 public:
  ProtectedWithin(const Drafting& drafting, const Securable& object, const Contents& contents)
      : d_(drafting), object_(object), contents_(contents) {}

  std::vector<std::string> all() {
    for (const DesiredResource* resource : d_.wanted) add_desired(*resource);
    for (const auto& [key, record] : d_.recorded) add_recorded({key.kind, key.name}, *record);
    for (const auto& [address, record] : d_.in.state.resources) add_entry(address, record);
    return std::move(all_);
  }

 private:
  void add_desired(const DesiredResource& resource) {
    const Descriptor& descriptor = descriptor_of(resource.address.kind);
    if (descriptor.shape != Shape::Object || descriptor.by_id) return;
    const Securable inside = object_of(resource);
    if (!stands_in(inside, object_)) return;
    desired_.insert(inside);
    const bool is_there = d_.recorded_of({inside.type, inside.full_name}) != nullptr ||
                          holds(contents_.names, inside.full_name) ||
                          holds(contents_.to_drop, inside.full_name);
    if (is_there &&
        (resource.existing || (resource.prevent_destroy && !d_.is_released(resource.address))))
      all_.push_back(to_string(resource.address));
  }

  void add_recorded(const Securable& inside, const Recorded& record) {
    if (!d_.is_protected(record) || !stands_in(inside, object_)) return;
    if (desired_.contains(inside) || d_.deleted.contains(inside)) return;
    all_.push_back(to_string(d_.address_now(record.address)));
  }

  void add_entry(const Address& address, const Recorded& record) {
    const Descriptor& descriptor = descriptor_of(address.kind);
    const bool is_grant = descriptor.shape == Shape::Entry && !descriptor.has_levels;
    if (!is_grant || !d_.is_protected(record)) return;
    if (d_.wanted_at(address) != nullptr) return;  // it is given again
    const Securable on = entry_of(record.fields).on;
    if (on == object_ || stands_in(on, object_)) all_.push_back(to_string(address));
  }

  const Drafting& d_;
  const Securable& object_;
  const Contents& contents_;
  std::vector<std::string> all_;
  std::set<Securable> desired_;
};

}  // namespace

std::string protected_within(const Drafting& drafting,
                             const Securable& object,
                             const Contents& contents) {
  return joined(ProtectedWithin(drafting, object, contents).all());
}

std::string lost_within(const Drafting& drafting, const Securable& object) {
  for (const DesiredResource* resource : drafting.wanted) {
    const Descriptor& descriptor = descriptor_of(resource->address.kind);
    if (descriptor.shape != Shape::Entry || descriptor.has_levels) continue;
    if (resource->condition != Condition::Always) continue;
    const Securable on = entry_of(resource->fields).on;
    if (stands_in(on, object) && !drafting.managed.contains({on.type, on.full_name})) {
      return on.type + " " + on.full_name + ", which " + to_string(resource->address) + " names";
    }
  }
  return {};
}

std::vector<std::string> goes_along(const Contents& contents) {
  std::vector<std::string> all = contents.names;
  all.insert(all.end(), contents.to_drop.begin(), contents.to_drop.end());
  std::sort(all.begin(), all.end());
  return all;
}

Contents contents_of(Drafting& drafting, const Securable& object) {
  Contents contents;
  for (const Below& below : all_below(object)) add_contents(drafting, below, contents);
  std::sort(contents.names.begin(), contents.names.end());
  return contents;
}

void draft_leftovers(Drafting& drafting) {
  for (const auto& [address, record] : drafting.identified) {
    if (!drafting.is_claimed(*record)) IdentifiedLeftover(drafting, *record).run();
  }
  std::set<NaturalKey> claimed;
  for (const DesiredResource* resource : drafting.wanted) {
    const Descriptor& descriptor = descriptor_of(resource->address.kind);
    if (descriptor.shape != Shape::Object || descriptor.by_id) continue;
    claimed.insert(natural_key(resource->address, resource->fields));
  }
  std::vector<std::pair<Securable, const Recorded*>> leftovers;
  for (const auto& [key, record] : drafting.recorded) {
    if (claimed.contains(key)) continue;
    leftovers.emplace_back(Securable{key.kind, key.name}, record);
  }
  if (leftovers.empty()) return;
  // What stands in another goes first, so that the other is empty.
  const auto depth = [](const Securable& s) {
    return std::count(s.full_name.begin(), s.full_name.end(), '.');
  };
  std::stable_sort(leftovers.begin(), leftovers.end(), [&](const auto& a, const auto& b) {
    return depth(a.first) > depth(b.first);
  });
  const std::map<Securable, std::string> named = still_named(drafting);
  for (const auto& [object, record] : leftovers) {
    const auto it = named.find(object);
    LeftoverDraft(drafting, *record, object, it == named.end() ? "" : it->second).run();
  }
}

}  // namespace dgctl::engine
