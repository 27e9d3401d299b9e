#include <algorithm>
#include <string_view>

#include "engine/model/nearest.h"
#include "engine/model/privileges.h"
#include "engine/plan/drift_notes.h"
#include "engine/plan/entry_collection.h"

namespace dgctl::engine {
namespace {

/// Stands for a principal whose name is not read yet; no name holds a control character.
constexpr std::string_view kPending = "\x01";

std::vector<Place> places_of(const OnSecurable& on) {
  return on.named_by == nullptr ? std::vector<Place>() : on.named_by->places;
}

std::string_view text_at(const Fields& fields, std::string_view name) {
  const Value* value = find(fields, name);
  const std::string* text = value == nullptr ? nullptr : value->text();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

class EntriesDraft {
 public:
  explicit EntriesDraft(Drafting& drafting) : d_(drafting) {}

  void run() {
    collect();
    for (OnSecurable& on : collection_.grouped()) draft(on);
    keep_excess_of_the_unread();
    d_.out.plan.records_excess = d_.out.plan.excess != d_.in.state.excess;
  }

 private:
  void collect() {
    for (const auto& [address, record] : d_.in.state.resources) {
      const Descriptor& descriptor = descriptor_of(address.kind);
      if (descriptor.shape != Shape::Entry || descriptor.has_levels) continue;
      collection_.add(text_at(record.fields, "securable"),
                      text_at(record.fields, "principal"),
                      nullptr,
                      &record);
    }
    collect_desired();
    if (!d_.in.destroy) collect_principals();
  }

  void collect_desired() {
    for (const DesiredResource* resource : d_.wanted) {
      const Descriptor& descriptor = descriptor_of(resource->address.kind);
      if (descriptor.has_levels) continue;
      if (descriptor.shape == Shape::Entry) {
        const Value* principal = find(resource->fields, "principal");
        const std::string_view who =
            principal == nullptr ? std::string_view() : d_.principal_text(*principal, *resource);
        collection_.add(text_at(resource->fields, "securable"),
                        who.empty() ? kPending : who,
                        resource,
                        nullptr);
      } else if (descriptor.is_securable) {
        collection_.declare({descriptor.kind, full_name(descriptor, resource->fields)}, *resource);
      }
    }
  }

  void collect_principals() {
    for (const DesiredPrincipal& principal : d_.in.desired.principals) {
      const std::vector<AttributeRef> refs = references_in(principal.principal);
      if (refs.empty()) {
        of_file_.emplace(*principal.principal.text(), &principal);
      } else if (const DesiredResource* of = d_.wanted_at(refs.front().of)) {
        const std::string_view text = d_.principal_text(principal.principal, *of);
        of_file_.emplace(std::string(text.empty() ? kPending : text), &principal);
      }
    }
  }

  static bool is_conditional(const Pair& pair) {
    return pair.desired != nullptr && pair.desired->condition != Condition::Always;
  }

  /// Decides the conditions on a securable. False: something is not read yet, or may not be seen.
  bool decide_conditions(OnSecurable& on) {
    const Presence presence = d_.presence_of(on.on);
    if (presence == Presence::Pending) return false;
    const Lookup lookup = ByName{on.on.type, on.on.full_name};
    if (presence == Presence::Hidden) {
      note_hidden(lookup, on);
      return false;
    }
    const auto* object =
        presence == Presence::Found ? found_in<Object>(d_.view.get(lookup)) : nullptr;
    for (Pair& pair : on.pairs) {
      const bool holds = object != nullptr && object->owner.value_or("") != pair.principal;
      pair.unmet = is_conditional(pair) && !holds;
      if (pair.unmet) pair.desired = nullptr;
    }
    const bool named = std::any_of(
        on.pairs.begin(), on.pairs.end(), [](const Pair& pair) { return pair.desired != nullptr; });
    on.in_file = named || d_.managed.contains({on.on.type, on.on.full_name});
    return true;
  }

  void draft(OnSecurable& on) {
    const bool conditional = std::any_of(on.pairs.begin(), on.pairs.end(), is_conditional);
    if (conditional && !decide_conditions(on)) {
      unread_.insert(on.on);
      return;
    }
    if (d_.is_deleted(on.on)) {
      for (const Pair& pair : on.pairs) goes_with_securable(pair);
      return;
    }
    if (!needs_reading(on)) {
      for (const Pair& pair : on.pairs) {
        if (pair.record != nullptr)
          forget_entry(d_, *pair.record, "nothing of it was given by dgctl");
      }
      return;
    }
    static const Grants kNone;
    const Grants* grants = &kNone;
    if (!is_new(on)) grants = read_grants(on);
    if (grants != nullptr) {
      draft_pairs(on, *grants);
    } else if (on.in_file) {
      unread_.insert(on.on);
    }
  }

  /// Whether what is there now can make a difference.
  [[nodiscard]] bool needs_reading(const OnSecurable& on) const {
    const bool gave = std::any_of(on.pairs.begin(), on.pairs.end(), [](const Pair& pair) {
      return pair.record != nullptr && !pair.record->given.empty();
    });
    return gave || (on.in_file && (!of_file_.empty() || on.exclusive));
  }

  /// Whether this plan makes the securable, so that there are no grants on it.
  bool is_new(const OnSecurable& on) {
    if (d_.is_remade(on.on)) return true;
    return d_.managed.contains({on.on.type, on.on.full_name}) &&
           d_.presence_of(on.on) == Presence::Absent;
  }

  /// The grants on a securable. nullptr: not read yet, not to be seen, or a problem.
  const Grants* read_grants(const OnSecurable& on) {
    const Lookup lookup = GrantsOn{on.on};
    if (const DesiredResource* around = d_.managed_around(on.on)) {
      const Securable object{around->address.kind,
                             full_name(descriptor_of(around->address.kind), around->fields)};
      const Presence presence = d_.presence_of(object);
      // What the last apply left there is asked for at once.
      if (d_.recorded_of({object.type, object.full_name}) != nullptr) d_.view.get(lookup);
      if (presence == Presence::Pending) return nullptr;
      if (presence == Presence::Hidden) {
        note_hidden(ByName{object.type, object.full_name}, on);
        return nullptr;
      }
      if (presence == Presence::Absent) {
        not_there(on);
        return nullptr;
      }
    }
    const ReadResult* result = d_.view.get(lookup);
    if (result == nullptr) return nullptr;
    if (std::holds_alternative<Hidden>(*result)) {
      note_hidden(lookup, on);
    } else if (std::holds_alternative<Absent>(*result)) {
      not_there(on);
    } else if (const auto* grants = found_in<Grants>(result)) {
      return is_of_model_1(on, *grants) ? grants : nullptr;
    }
    return nullptr;
  }

  /// What was granted on a securable that nobody asks for any more, and that is gone.
  void went_along(const OnSecurable& on) {
    for (const Pair& pair : on.pairs) {
      if (pair.record == nullptr) continue;
      note_entry_gone(d_,
                      *pair.record,
                      on.on.type + " " + on.on.full_name,
                      pair.unmet ? Mover::Workspace : Mover::Both);
      forget_entry(d_, *pair.record, "what it was granted on is gone");
    }
  }

  /// A securable that neither exists nor is planned.
  void not_there(const OnSecurable& on) {
    if (!on.in_file) return went_along(on);
    const bool was_there = std::any_of(
        on.pairs.begin(), on.pairs.end(), [](const Pair& pair) { return pair.record != nullptr; });
    if (d_.in.drift && was_there) return note_vanished(on);
    const ReadResult* around = d_.view.get(beside(on.on));
    if (around == nullptr) return;
    const auto* names = found_in<Names>(around);
    const std::string meant = names == nullptr ? "" : nearest(on.on.full_name, *names);
    std::string hint = meant.empty() ? "" : "; did you mean '" + meant + "'?";
    if (was_there) hint = "; it was there at the last apply: make it again, or take it out here";
    const std::string message =
        on.on.type + " '" + on.on.full_name + "' does not exist and nothing here makes it" + hint;
    // Of what was never there nothing can have moved; plan and apply refuse it.
    if (d_.in.drift) return d_.warn(places_of(on), message);
    d_.problem(places_of(on), message);
  }

  /// Once, at the first that is granted on it.
  void note_vanished(const OnSecurable& on) {
    std::size_t grants = 0;
    const Pair* first = nullptr;
    for (const Pair& pair : on.pairs) {
      if (pair.record != nullptr && d_.vanished.took_along(*pair.record)) return;
      if (pair.record != nullptr) ++grants;
      if (first == nullptr) first = &pair;
    }
    if (first == nullptr) return;
    const DesiredResource* desired = first->desired;
    if (desired == nullptr && first->record == nullptr) return;
    const Address& address = desired == nullptr ? first->record->address : desired->address;
    engine::note_vanished(
        d_,
        address,
        on.on.type + " " + on.on.full_name,
        places_of(on),
        grants == 1 ? "with it: 1 grant" : "with it: " + std::to_string(grants) + " grants");
  }

  bool is_of_model_1(const OnSecurable& on, const Grants& grants) {
    const bool legacy = std::any_of(grants.direct.begin(),
                                    grants.direct.end(),
                                    [](const auto& item) { return is_legacy(item.second); });
    if (!legacy) return true;
    d_.problem(places_of(on),
               "the grants on " + on.on.type + " '" + on.on.full_name +
                   "' speak of a privilege model before 1.0 (USAGE, CREATE); upgrade "
                   "the metastore's privilege model first");
    return false;
  }

  /// Principals of whom the configuration says something on this securable though no grant of it
  /// does.
  void add_live_pairs(OnSecurable& on, const Grants& grants) {
    const std::size_t asked_for = on.pairs.size();
    for (const auto& [principal, words] : grants.direct) {
      if (!on.exclusive && !of_file_.contains(principal)) continue;
      const auto end = on.pairs.begin() + static_cast<std::ptrdiff_t>(asked_for);
      const bool known = std::any_of(on.pairs.begin(), end, [&name = principal](const Pair& pair) {
        return pair.principal == name;
      });
      if (!known) on.pairs.push_back({principal, nullptr, nullptr});
    }
    std::sort(on.pairs.begin(), on.pairs.end(), [](const Pair& a, const Pair& b) {
      return a.principal < b.principal;
    });
  }

  void draft_pairs(OnSecurable& on, const Grants& grants) {
    const bool pending = std::any_of(
        on.pairs.begin(), on.pairs.end(), [](const Pair& p) { return p.principal == kPending; });
    if (pending) return;  // the draft is made again
    if (on.in_file) add_live_pairs(on, grants);
    if (on.exclusive && grants.unnamed > 0) {
      d_.out.plan.warnings.push_back(
          on.on.type + " '" + on.on.full_name + "' still has grants of " +
          std::to_string(grants.unnamed) +
          " deleted principals, which have no name by which they could be revoked");
    }
    const NaturalKey key{on.on.type, on.on.full_name};
    if (on.exclusive) d_.out.plan.excess.emplace(key, Privileges());
    static const Privileges kNone;
    for (const Pair& pair : on.pairs) {
      const auto live = grants.direct.find(pair.principal);
      const auto of_file = of_file_.find(pair.principal);
      draft_pair(d_,
                 {on.on,
                  pair.principal,
                  d_.made_principal(pair.principal),
                  pair.desired,
                  pair.record,
                  of_file == of_file_.end() ? nullptr : of_file->second,
                  live == grants.direct.end() ? kNone : live->second,
                  on.in_file,
                  on.exclusive,
                  was_looked_at(on, pair),
                  pair.unmet});
    }
  }

  /// Whether the last apply looked at what a principal held there, though it gave nothing.
  bool was_looked_at(const OnSecurable& on, const Pair& pair) {
    if (pair.record != nullptr) return true;
    const NaturalKey key{on.on.type, on.on.full_name};
    if (on.exclusive && d_.in.state.excess.contains(key)) return true;
    const bool was_in_file = d_.recorded_of(key) != nullptr ||
                             std::any_of(on.pairs.begin(), on.pairs.end(), [](const Pair& other) {
                               return other.record != nullptr;
                             });
    return was_in_file && of_file_.contains(pair.principal) &&
           d_.is_recorded_principal(pair.principal);
  }

  /// What was held beyond the configuration stays recorded where it cannot be looked at now.
  void keep_excess_of_the_unread() {
    for (const auto& [key, words] : d_.in.state.excess) {
      const bool is_entry = key.kind == entry_kind_on_securables();
      const Securable securable = is_entry ? securable_from(key.name.substr(0, key.name.rfind('/')))
                                           : Securable{key.kind, key.name};
      if (unread_.contains(securable)) d_.out.plan.excess.emplace(key, words);
    }
  }

  /// The securable is deleted by this plan, and its grants with it: no request of their own.
  void goes_with_securable(const Pair& pair) {
    if (pair.record == nullptr) return;
    const Address address = d_.address_now(pair.record->address);
    if (pair.record->given.empty()) {
      forget_entry(d_, *pair.record, "what it was granted on is deleted");
      return;
    }
    Drafted drafted;
    drafted.change = Delete{{address, pair.record->fields}, Mover::Configuration, {}};
    drafted.edits.emplace_back(Remove{address});
    d_.drafted.push_back(std::move(drafted));
  }

  void note_hidden(const Lookup& lookup, const OnSecurable& on) {
    for (const Pair& pair : on.pairs) {
      if (pair.desired != nullptr) {
        d_.note_hidden(lookup, pair.desired->address);
      } else if (pair.record != nullptr) {
        d_.note_hidden(lookup, d_.address_now(pair.record->address));
      }
    }
  }

  Drafting& d_;
  EntryCollection collection_;
  std::map<Principal, const DesiredPrincipal*, std::less<>> of_file_;
  std::set<Securable> unread_;
};

}  // namespace

void draft_entries(Drafting& drafting) { EntriesDraft(drafting).run(); }

}  // namespace dgctl::engine
