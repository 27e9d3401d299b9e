#include <algorithm>

#include "engine/plan/drift_notes.h"

// Entries that are one level each: who may do what with a warehouse, who belongs to the workspace,
// who is in a group.

namespace dgctl::engine {
namespace {

/// What is desired of one principal on one thing, everything read that can be.
struct Asked {
  const DesiredResource* resource = nullptr;
  LevelEntry entry;  ///< may hold KnownAfter: then the thing or the principal is made by this plan
  NaturalKey key;    ///< with an empty name then
};

class LevelDraft {
 public:
  LevelDraft(Drafting& drafting, const Asked& asked, const Recorded* record)
      : d_(drafting),
        asked_(asked),
        resource_(*asked.resource),
        descriptor_(descriptor_of(resource_.address.kind)),
        record_(record),
        desired_{resource_.address, fields_of(asked.entry)} {}

  void run() {
    if (asked_.key.name.empty()) {
      if (!descriptor_.thing_type.empty()) return create_on_what_must_be_there();
      const bool had = d_.in.state.resources.contains(resource_.address);
      create(had ? Mover::Workspace : Mover::Configuration);
      return;
    }
    const Lookup lookup = AclOf{descriptor_.kind, *asked_.entry.thing.text()};
    const ReadResult* result = d_.view.get(lookup);
    if (result == nullptr) return;
    if (std::holds_alternative<Hidden>(*result)) {
      d_.note_hidden(lookup, resource_.address);
      return;
    }
    const auto* acl = found_in<Acl>(result);
    if (acl == nullptr) return not_there(lookup, *result);
    if (record_ != nullptr) note_level_drift(d_, *record_, &resource_, *acl);
    compare(*acl);
  }

 private:
  /// Its principal is made by this plan; what it is on is not, and has to be there.
  void create_on_what_must_be_there() {
    const Lookup lookup = AclOf{descriptor_.kind, *asked_.entry.thing.text()};
    const ReadResult* result = d_.view.get(lookup);
    if (result == nullptr) return;
    if (std::holds_alternative<Hidden>(*result)) {
      d_.note_hidden(lookup, resource_.address);
      return;
    }
    const auto* acl = found_in<Acl>(result);
    if (acl == nullptr) return not_there(lookup, *result);
    acl_ = acl;
    const bool had = d_.in.state.resources.contains(resource_.address);
    create(had ? Mover::Workspace : Mover::Configuration);
  }

  void not_there(const Lookup& lookup, const ReadResult& result) {
    if (descriptor_.thing_type.empty()) {
      return d_.problem(resource_.places, to_string(lookup) + " do not exist");
    }
    const std::string& thing = *asked_.entry.thing.text();
    const std::string name = thing.substr(descriptor_.thing_type.size() + 1);
    std::string message = spoken(descriptor_.thing_type) + " '" + name + "' does not exist";
    if (const auto* absent = std::get_if<Absent>(&result)) {
      if (!absent->near.empty()) message += "; did you mean '" + absent->near.front() + "'?";
      if (!absent->hint.empty()) message += "; " + absent->hint;
    }
    // That it is gone is drift, which plan and apply refuse.
    if (!d_.in.drift) return d_.problem(resource_.places, message);
    if (record_ != nullptr) return note_entry_gone(d_, *record_, thing);
    d_.warn(resource_.places, message);
  }

  /// Whether somebody may be given a level here; notes why not.
  bool may_give() {
    if (acl_ == nullptr) return true;
    if (!acl_->fixed_because.empty()) {
      d_.problem(resource_.places,
                 "cannot make " + to_string(resource_.address) + ": " + acl_->fixed_because);
      return false;
    }
    if (acl_->privileged_because.empty() || resource_.may_privilege) return true;
    d_.problem(resource_.places,
               to_string(resource_.address) + " would make its principal an administrator: " +
                   acl_->privileged_because + "; write 'allow_privileged: true' if that is meant");
    return false;
  }

  void compare(const Acl& acl) {
    acl_ = &acl;
    const std::string& principal = *asked_.entry.principal.text();
    if (acl.owner && *acl.owner == principal) {
      // It may do everything; a lesser level would take its ownership away.
      settle(asked_.entry.level);
      return;
    }
    const auto live = acl.direct.find(principal);
    if (live == acl.direct.end()) {
      if (record_ != nullptr && is_accepted(nullptr)) return settle(asked_.entry.level);
      if (record_ != nullptr) move_first({resource_.address, record_->fields});
      create(record_ == nullptr ? Mover::Configuration : Mover::Workspace);
      return;
    }
    const Value level(live->second);
    if (live->second == asked_.entry.level || is_accepted(&level)) {
      settle(live->second);
    } else {
      change(live->second);
    }
  }

  bool is_accepted(const Value* live) {
    const Value wanted(asked_.entry.level);
    accepted_ = d_.is_ignored(resource_, "level", live, &wanted);
    return accepted_;
  }

  void create(Mover mover) {
    if (!check_principal() || !may_give()) return;
    Drafted drafted;
    drafted.change = Create{desired_, mover, {}};
    if (!descriptor_.notice.empty()) {
      std::get<Create>(drafted.change).notes.push_back(descriptor_.notice);
    }
    drafted.level = asked_.entry;
    // The account makes a principal that no workspace knows.
    const bool comes_with_making = !d_.in.desired.account && !descriptor_.level_of_new.empty();
    if (comes_with_making && descriptor_.level_of_new == asked_.entry.level) {
      const std::vector<AttributeRef> refs = references_in(asked_.entry.principal);
      if (!refs.empty()) drafted.comes_with = refs.front().of;
    }
    add(std::move(drafted), recorded_after(true));
  }

  /// The level is there.
  void settle(const std::string& level) {
    LevelEntry entry = asked_.entry;
    entry.level = level;
    const Resource live{resource_.address, fields_of(entry)};
    Drafted drafted;
    if (record_ == nullptr) {
      if (!may_adopt()) return;
      drafted.change = Adopt{live, desired_, {}, {}};
      Recorded after = recorded_after(false);
      if (accepted_) after.fields = live.fields;
      add(std::move(drafted), std::move(after));
      return;
    }
    Recorded after = recorded_after(record_->created);
    if (accepted_) after.fields = record_->fields;  // nobody gave what is asked for
    if (record_->address != resource_.address) {
      drafted.change = Move{record_->address, live};
      add(std::move(drafted), after);
    } else if (after == *record_) {
      drafted.change = NoOp{live};
      d_.drafted.push_back(std::move(drafted));
    } else {
      drafted.change = Record{live};
      add(std::move(drafted), after);
    }
  }

  void change(const std::string& live_level) {
    LevelEntry entry = asked_.entry;
    entry.level = live_level;
    const Resource live{resource_.address, fields_of(entry)};
    const std::string was = record_ == nullptr ? "" : text_of(record_->fields, "level");
    FieldChange field{"level", Value(live_level), {}, Value(asked_.entry.level), Mover::CannotTell};
    if (record_ != nullptr) {
      field.recorded = Value(was);
      const bool moved_here = was != asked_.entry.level;
      const bool moved_there = was != live_level;
      field.mover = moved_here && moved_there ? Mover::Both
                    : moved_here              ? Mover::Configuration
                                              : Mover::Workspace;
    }
    Drafted drafted;
    drafted.level = asked_.entry;
    if (record_ == nullptr) {
      if (!may_adopt()) return;
      drafted.change = Adopt{live, desired_, {field}, {}};
      add(std::move(drafted), recorded_after(false));
      return;
    }
    move_first(live);
    drafted.change = Update{live, desired_, {field}, {}};
    add(std::move(drafted), recorded_after(record_->created));
  }

  void move_first(const Resource& live) {
    if (record_->address == resource_.address) return;
    Recorded moved = *record_;
    moved.address = resource_.address;
    Drafted drafted;
    drafted.change = Move{record_->address, live};
    drafted.edits = {Put{std::move(moved)}};
    d_.drafted.push_back(std::move(drafted));
  }

  bool may_adopt() {
    if (resource_.adopt) return true;
    d_.problem(resource_.places,
               to_string(resource_.address) +
                   " exists already, and 'adopt: false' forbids taking it over");
    return false;
  }

  /// False: not read yet.
  bool check_principal() {
    const std::string* name = asked_.entry.principal.text();
    if (name == nullptr || descriptor_.principal_by_id || d_.is_known_principal(*name)) return true;
    return d_.check_principal(*name, resource_.places, true);
  }

  [[nodiscard]] Recorded recorded_after(bool created) const {
    Recorded after;
    after.address = resource_.address;
    after.fields = desired_.fields;
    after.created = created;
    after.prevent_destroy = resource_.prevent_destroy;
    after.needs = resource_.needs;
    std::sort(after.needs.begin(), after.needs.end());
    return after;
  }

  void add(Drafted drafted, Recorded after) {
    drafted.edits = {Put{std::move(after)}};
    drafted.needs = resource_.needs;
    d_.drafted.push_back(std::move(drafted));
  }

  Drafting& d_;
  const Asked& asked_;
  const DesiredResource& resource_;
  const Descriptor& descriptor_;
  const Recorded* record_;
  Resource desired_;
  const Acl* acl_ = nullptr;  ///< who has what there, once that is read
  bool accepted_ = false;
};

bool is_level(const Address& address) { return descriptor_of(address.kind).has_levels; }

class LevelsDraft {
 public:
  explicit LevelsDraft(Drafting& drafting) : d_(drafting) {}

  void run() {
    for (const auto& [address, record] : d_.in.state.resources) {
      if (is_level(address)) recorded_.emplace(natural_key(address, record.fields), &record);
    }
    std::set<const Recorded*> claimed;
    for (const DesiredResource* resource : d_.wanted) {
      if (!is_level(resource->address)) continue;
      const std::optional<Asked> asked = read(*resource);
      if (!asked) continue;
      const Recorded* record = record_of(*asked);
      if (record != nullptr) claimed.insert(record);
      LevelDraft(d_, *asked, record).run();
    }
    for (const auto& [key, record] : recorded_) {
      if (!claimed.contains(record)) draft_level_leftover(d_, *record);
    }
  }

 private:
  /// Nothing: not read yet.
  std::optional<Asked> read(const DesiredResource& resource) {
    LevelEntry entry = level_entry_of(resource.fields);
    std::optional<Value> thing = d_.known(entry.thing, resource);
    std::optional<Value> principal = d_.known(entry.principal, resource);
    const std::string* name = thing ? thing->text() : nullptr;
    // What the last apply left is asked for at once: the answer does not depend on the principal.
    const bool is_recorded = d_.in.state.resources.contains(resource.address);
    if (name != nullptr && !principal && is_recorded) {
      d_.view.get(AclOf{resource.address.kind, *name});
    }
    if (!thing || !principal) return std::nullopt;
    if (principal->text() != nullptr && entry.principal != *principal) {
      d_.principal_text(entry.principal, resource);
    }
    entry.thing = std::move(*thing);
    entry.principal = std::move(*principal);
    Asked asked{&resource, entry, {}};
    asked.key = natural_key(resource.address, fields_of(entry));
    return asked;
  }

  [[nodiscard]] const Recorded* record_of(const Asked& asked) const {
    const auto it = asked.key.name.empty() ? recorded_.end() : recorded_.find(asked.key);
    return it == recorded_.end() ? nullptr : it->second;
  }

  Drafting& d_;
  std::map<NaturalKey, const Recorded*> recorded_;
};

}  // namespace

void draft_levels(Drafting& drafting) { LevelsDraft(drafting).run(); }

}  // namespace dgctl::engine
