#include <algorithm>

#include "engine/model/privileges.h"
#include "engine/plan/compare.h"
#include "engine/plan/drift_notes.h"
#include "engine/plan/words.h"

namespace dgctl::engine {
namespace {

std::string joined_fields(const std::vector<FieldChange>& changes) {
  std::string out;
  for (const FieldChange& change : changes) out += (out.empty() ? "" : ", ") + change.field;
  return out;
}

/// How one desired object differs from the live one.
struct Differences {
  std::vector<FieldChange> changed, immutable;
};

class ObjectDraft {
 public:
  ObjectDraft(Drafting& drafting, const DesiredResource& resource)
      : d_(drafting),
        resource_(resource),
        descriptor_(descriptor_of(resource.address.kind)),
        object_(drafting.target_of(resource)),
        record_(descriptor_.by_id ? drafting.record_of(resource)
                                  : drafting.recorded_of({object_.type, object_.full_name})) {}

  void run() {
    const Presence presence =
        descriptor_.by_id ? d_.resolution_of(resource_).presence : d_.presence_of(object_);
    if (presence == Presence::Pending) return;
    if (presence == Presence::Hidden) {
      d_.note_hidden(lookup(), resource_.address);
      return;
    }
    std::optional<Fields> fields = d_.resolved(resource_);
    if (!fields) return;
    desired_ = {resource_.address, std::move(*fields)};
    if (presence == Presence::Absent) {
      // That it is gone is drift; what making it anew would take is not asked for.
      const bool is_gone = record_ != nullptr && !d_.is_remade(object_);
      if (!d_.in.drift || !is_gone) create();
    } else {
      compare_with_live();
    }
  }

 private:
  [[nodiscard]] Lookup lookup() const {
    if (descriptor_.by_id) return d_.resolution_of(resource_).lookup;
    return ByName{object_.type, object_.full_name};
  }

  /// The object as it is there.
  [[nodiscard]] const Object& live_object() const {
    if (descriptor_.by_id) return *d_.resolution_of(resource_).live;
    return *found_in<Object>(d_.view.get(lookup()));
  }

  void create() {
    if (!is_parent_there() || !check_names(nullptr) || !has_what_making_needs()) return;
    const Mover mover =
        record_ != nullptr && !d_.is_remade(object_) ? Mover::Workspace : Mover::Configuration;
    for (const Field& field : descriptor_.fields) {
      if (field.set_like) given_ = united(given_, members_of(find(desired_.fields, field.name)));
    }
    add(Create{desired_, mover, {}}, recorded_after(true));
    if (record_ != nullptr && record_->address != resource_.address) {
      d_.drafted.back().edits.emplace_back(Remove{d_.address_now(record_->address)});
    }
  }

  bool has_what_making_needs() {
    for (const Field& field : descriptor_.fields) {
      if (!field.needed_to_make || find(desired_.fields, field.name) != nullptr) continue;
      d_.problem(resource_.places,
                 to_string(resource_.address) + " is to be made, which takes '" + field.name +
                     "'; write one, such as " + field.example);
      return false;
    }
    return true;
  }

  /// Whether there will be something to make it in. False: not read yet, or a problem.
  bool is_parent_there() {
    const std::optional<Securable> parent = parent_of(object_);
    if (!parent) return true;
    const NaturalKey key{parent->type, parent->full_name};
    if (d_.managed.contains(key) || d_.existing.contains(key)) return true;
    const Presence presence = d_.presence_of(*parent);
    if (presence == Presence::Hidden) {
      d_.note_hidden(ByName{parent->type, parent->full_name}, resource_.address);
    } else if (presence == Presence::Absent) {
      d_.problem(
          resource_.places,
          parent->type + " '" + parent->full_name + "' does not exist and nothing here makes it");
    }
    return presence == Presence::Found;
  }

  void compare_with_live() {
    const Object& live = live_object();
    live_ = {resource_.address, live.fields};
    take_out_unshown();
    id_ = live.id;
    // What is found by its name only is not what was recorded, but somebody else's.
    const bool is_another = descriptor_.by_id && record_ != nullptr && record_->id != live.id;
    if (is_another && descriptor_.label_is_unique) record_ = nullptr;
    const Differences differ = differences();
    if (record_ == nullptr) {
      adopt(differ);
      return;
    }
    const bool is_so = differ.immutable.empty() && differ.changed.empty();
    if (record_->address != resource_.address) move(is_so);
    note_unmanaged();
    if (!differ.immutable.empty()) {
      replace(differ.immutable);
    } else if (!differ.changed.empty()) {
      if (!check_names(&live_.fields) || !knows_taking_over(differ.changed)) return;
      add(Update{live_, desired_, differ.changed, notes_of(differ.changed)},
          recorded_after(record_->created));
    } else if (record_->address == resource_.address) {
      const Recorded after = recorded_after(record_->created);
      if (after == *record_) {
        add(NoOp{live_}, std::nullopt);
      } else {
        add(Record{live_}, after);
      }
    }
  }

  /// What else changes is recorded by its own step, which may fail.
  void move(bool alone) {
    Recorded after = *record_;
    after.address = resource_.address;
    Drafted drafted;
    drafted.change = Move{record_->address, live_};
    drafted.edits = {Put{alone ? recorded_after(record_->created) : after}};
    d_.drafted.push_back(std::move(drafted));
  }

  bool is_ignored(const FieldChange& change) {
    return d_.is_ignored(resource_,
                         change.field,
                         change.live ? &*change.live : nullptr,
                         find(desired_.fields, change.field));
  }

  Differences differences() {
    Differences differ;
    for (const Field& field : descriptor_.fields) {
      const Value* wanted = find(desired_.fields, field.name);
      if (wanted == nullptr || field.is_name || field.is_id) continue;
      if (is_unshown(field.name)) continue;
      if (field.set_like) {
        add_members(field, differ.changed);
        continue;
      }
      add_difference(field, *wanted, differ);
    }
    if (!unshown_.empty()) leave_unshown();
    return differ;
  }

  void add_difference(const Field& field, const Value& wanted, Differences& differ) {
    auto change = compare(field,
                          wanted,
                          find(live_.fields, field.name),
                          record_ == nullptr ? nullptr : &record_->fields);
    if (!change) return;
    if (is_ignored(*change)) {
      ignored_.push_back(field.name);
      return;
    }
    auto& list = field.written == Written::CreateOnly ? differ.immutable : differ.changed;
    list.push_back(std::move(*change));
  }

  /// Of what is there, the fields that may not be seen; those that are asked for are noted.
  void take_out_unshown() {
    std::erase_if(live_.fields, [&](const auto& item) {
      const bool is_out = engine::is_unshown(&item.second);
      if (is_out && find(desired_.fields, item.first) != nullptr) unshown_.push_back(item.first);
      return is_out;
    });
  }
  [[nodiscard]] bool is_unshown(const std::string& field) const {
    return std::find(unshown_.begin(), unshown_.end(), field) != unshown_.end();
  }

  /// They are left as they were recorded, and so is what was seen of them before.
  void leave_unshown() {
    d_.note_unshown(lookup(), unshown_, resource_.address);
    if (record_ != nullptr) given_ = united(given_, record_->given);
    const NaturalKey key{resource_.address.kind, id_};
    const auto excess = d_.in.state.excess.find(key);
    if (excess != d_.in.state.excess.end()) d_.out.plan.excess.insert(*excess);
  }

  /// The members of a set that come and go, word by word, as those of an entry do.
  void add_members(const Field& field, std::vector<FieldChange>& changed) {
    WordsInput input;
    input.desired = members_of(find(desired_.fields, field.name));
    input.live = members_of(find(live_.fields, field.name));
    if (record_ != nullptr) {
      input.recorded = members_of(find(record_->fields, field.name));
      input.given = record_->given;
    }
    const NaturalKey key{resource_.address.kind, id_};
    const auto excess = d_.in.state.excess.find(key);
    if (excess != d_.in.state.excess.end()) input.excess = excess->second;
    input.is_recorded = record_ != nullptr;
    input.revoke_excess = resource_.excess == Excess::Revoke;
    const WordsPlan plan = plan_words(input);
    const Value live = value_of(input.live);
    const Value desired = value_of(input.desired);
    const bool differs = !plan.add.empty() || !plan.remove.empty();
    if (differs && d_.is_ignored(resource_, field.name, &live, &desired)) {
      ignored_.push_back(field.name);
      given_ = input.given;
      return;
    }
    given_ = plan.given_after;
    const std::vector<FieldChange> changes = field_changes(plan, field.name);
    changed.insert(changed.end(), changes.begin(), changes.end());
    if (plan.held.empty()) return;
    d_.out.plan.excess.emplace(key, plan.held);
    Held held{resource_.address, key, common(plan.held, input.excess), {}, Mover::CannotTell};
    held.fresh = without(plan.held, input.excess);
    held.mover = common_mover(plan, held.fresh);
    d_.out.plan.held.push_back(std::move(held));
  }

  /// What an update does besides.
  [[nodiscard]] std::vector<std::string> notes_of(const std::vector<FieldChange>& changes) const {
    std::vector<std::string> notes;
    for (const Field& field : descriptor_.fields) {
      if (field.stopped_values.empty()) continue;
      const std::string state = text_of(live_.fields, field.name);
      const bool is_stopped =
          std::find(field.stopped_values.begin(), field.stopped_values.end(), state) !=
          field.stopped_values.end();
      const bool restarts =
          std::any_of(changes.begin(), changes.end(), [&](const FieldChange& change) {
            return descriptor_.field(change.field)->restarts;
          });
      if (is_stopped) {
        notes.emplace_back("it is stopped, and changing it may start it");
      } else if (restarts) {
        notes.emplace_back("it may restart: what runs on it is interrupted");
      }
    }
    return notes;
  }

  /// False: what it is may not be taken over.
  bool may_adopt() {
    if (resource_.adopt) return true;
    const std::string name = full_name(descriptor_, live_.fields);
    const std::string what = object_.type + " '" + name + "' exists already";
    d_.problem(resource_.places,
               descriptor_.by_id
                   ? what + " (id " + id_ +
                         "); write 'adopt: true' to take it over, 'existing' to only use it, or "
                         "another name"
                   : what + ", and 'adopt: false' forbids taking it over");
    return false;
  }

  void adopt(const Differences& differ) {
    if (!may_adopt()) return;
    const std::string what = object_.type + " '" + object_.full_name + "' exists already";
    if (!differ.immutable.empty()) {
      d_.problem(resource_.places,
                 what + " with another " + joined_fields(differ.immutable) +
                     ", which cannot be changed; write what it has, or name "
                     "another " +
                     object_.type);
      return;
    }
    if (!check_names(&live_.fields) || !knows_taking_over(differ.changed)) return;
    add(Adopt{live_, desired_, differ.changed, notes_of(differ.changed)}, recorded_after(false));
  }

  void refuse(const std::string& why) { d_.refused.emplace_back(resource_.address, why); }

  void replace(const std::vector<FieldChange>& because) {
    const std::string must = to_string(resource_.address) + " must be replaced, since " +
                             joined_fields(because) + " cannot be changed";
    const Contents contents = contents_of(d_, object_);
    const ReadResult* grants = d_.view.get(GrantsOn{object_});
    if (contents.pending || grants == nullptr || !check_names(nullptr)) return;
    if (std::holds_alternative<Hidden>(*grants)) {
      refuse(must + ", and the grants on it cannot be seen");
    }
    if (resource_.prevent_destroy && !d_.is_released(resource_.address)) {
      refuse(must + ", and prevent_destroy protects it");
    }
    const std::string stays = protected_within(d_, object_, contents);
    const std::string lost = lost_within(d_, object_);
    if (!lost.empty()) {
      refuse(must + ", and it holds " + lost + " and nothing would make again");
    } else if (!stays.empty()) {
      refuse(must + ", and it holds " + stays + ", which must not be deleted");
    } else if (!contents.hidden.empty()) {
      refuse(must + ", and what it holds cannot be seen: " + contents.hidden);
    } else if (!contents.names.empty() && !resource_.force_destroy) {
      refuse(must + ", and it holds " + joined(contents.names) +
             "; 'force_destroy: true' would drop them");
    }
    // Drift is of what is there now.
    if (!d_.in.drift) d_.replaced.insert(object_);
    add(Replace{live_, desired_, because, goes_along(contents), ending(*grants)},
        recorded_after(true));
    d_.drafted.back().with_contents = !contents.names.empty();
    d_.drafted.back().emptied_first = contents.to_drop;
  }

  /// The grants on a replaced object that nothing gives again.
  std::map<Principal, Privileges> ending(const ReadResult& result) const {
    std::map<Principal, Privileges> ends;
    if (const auto* grants = found_in<Grants>(&result)) {
      ends.insert(grants->direct.begin(), grants->direct.end());
    }
    for (const DesiredResource* resource : d_.wanted) {
      if (ends.empty()) break;
      const Descriptor& descriptor = descriptor_of(resource->address.kind);
      if (descriptor.shape != Shape::Entry || descriptor.has_levels) continue;
      const Entry entry = entry_of(resource->fields);
      const auto it = entry.on == object_ && entry.principal.text() != nullptr
                          ? ends.find(*entry.principal.text())
                          : ends.end();
      if (it != ends.end()) it->second = beyond(it->second, normal_form(entry.words));
    }
    std::erase_if(ends, [](const auto& item) { return item.second.empty(); });
    return ends;
  }

  /// Whether what its fields come to name exists. False: not read yet.
  bool check_names(const Fields* live) { return check_named(d_, resource_, desired_.fields, live); }

  /// Whether the new owner is whoever runs this. False: not read yet.
  bool knows_taking_over(const std::vector<FieldChange>& changes) {
    for (const FieldChange& change : changes) {
      if (!descriptor_.field(change.field)->transfers_control) continue;
      const ReadResult* result = d_.view.get(Runner{});
      if (result == nullptr) return false;
      const auto* runner = found_in<Identity>(result);
      const std::string owner = text_of(desired_.fields, change.field);
      takes_over_ = runner != nullptr && (runner->name == owner || runner->groups.contains(owner));
    }
    return true;
  }

  void note_unmanaged() {
    for (const auto& [name, value] : record_->fields) {
      const Field* field = descriptor_.field(name);
      const bool is_id = field != nullptr && field->is_id;
      if (!is_id && !desired_.fields.contains(name)) {
        d_.out.plan.unmanaged.push_back({resource_.address, name});
      }
    }
  }

  [[nodiscard]] Recorded recorded_after(bool created) const {
    Recorded after;
    after.address = resource_.address;
    after.id = descriptor_.by_id ? id_ : object_.full_name;
    after.fields = desired_.fields;
    for (const Field& field : descriptor_.fields) {
      if (!field.is_id) continue;
      // As the workspace gave it, or will.
      const Value* id = find(live_.fields, field.name);
      after.fields.insert_or_assign(
          field.name,
          id == nullptr ? KnownAfter{{AttributeRef{resource_.address, field.name}}} : *id);
    }
    after.given = given_;
    // What is ignored stays as it was recorded, so that accepting it twice changes nothing.
    for (const std::string& name : ignored_) keep_as_recorded(after.fields, name);
    for (const std::string& name : unshown_) keep_as_recorded(after.fields, name);
    after.created = created;
    after.prevent_destroy = resource_.prevent_destroy;
    after.force_destroy = resource_.force_destroy;
    after.needs = resource_.needs;
    std::sort(after.needs.begin(), after.needs.end());
    return after;
  }

  /// Of what was not recorded as it is there, if that is known.
  void keep_as_recorded(Fields& fields, const std::string& name) const {
    const Value* was = find(record_ == nullptr ? live_.fields : record_->fields, name);
    if (was == nullptr) {
      fields.erase(name);
    } else {
      fields.insert_or_assign(name, *was);
    }
  }

  void add(Change change, std::optional<Recorded> after) {
    Drafted drafted;
    drafted.change = std::move(change);
    if (after) drafted.edits.emplace_back(Put{std::move(*after)});
    drafted.needs = resource_.needs;
    drafted.takes_over = takes_over_;
    drafted.id = id_;
    d_.drafted.push_back(std::move(drafted));
  }

  Drafting& d_;
  const DesiredResource& resource_;
  const Descriptor& descriptor_;
  Securable object_;
  const Recorded* record_;
  Resource desired_, live_;
  std::string id_;  ///< of what its id identifies, if it is there
  Privileges given_;
  std::vector<std::string> ignored_;
  std::vector<std::string> unshown_;  ///< fields that may not be seen
  bool takes_over_ = false;
};

}  // namespace

void draft_objects(Drafting& drafting) {
  for (const DesiredResource* resource : objects_in_order(drafting)) {
    if (resource->existing) {
      draft_existing(drafting, *resource);
    } else {
      ObjectDraft(drafting, *resource).run();
    }
  }
}

}  // namespace dgctl::engine
