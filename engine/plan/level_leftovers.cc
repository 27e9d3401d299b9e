#include <algorithm>

#include "engine/plan/drift_notes.h"

namespace dgctl::engine {
namespace {

/// A level that was given and that nobody asks for any more.
class LevelLeftover {
 public:
  LevelLeftover(Drafting& drafting, const Recorded& record)
      : d_(drafting),
        record_(record),
        descriptor_(descriptor_of(record.address.kind)),
        entry_(level_entry_of(record.fields)),
        address_(drafting.address_now(record.address)) {}

  void run() {
    if (entry_.thing.text() == nullptr || entry_.principal.text() == nullptr) return;
    if (!record_.created) return forget("it was there before");
    if (d_.is_protected(record_)) return keep_noted(kProtected);
    if (const Recorded* gone = deleted_with()) {
      remove();
      d_.drafted.back().comes_with = d_.address_now(gone->address);
      return;
    }
    const Recorded* principal = recorded_principal();
    if (descriptor_.admits && principal != nullptr && is_kept(*principal)) {
      return stay_with(*principal);
    }
    take_away();
  }

 private:
  void stay_with(const Recorded& principal) {
    const ReadResult* found = d_.view.get(ById{principal.address.kind, principal.id});
    if (found == nullptr) return;
    if (std::holds_alternative<Absent>(*found)) return forget("it is gone already");
    keep_noted(to_string(d_.address_now(principal.address)) + " stays");
  }

  void take_away() {
    const Lookup lookup = AclOf{descriptor_.kind, *entry_.thing.text()};
    const ReadResult* result = d_.view.get(lookup);
    if (result == nullptr) return;
    if (std::holds_alternative<Hidden>(*result)) return d_.note_hidden(lookup, address_);
    note_drift(*result);
    const auto* acl = found_in<Acl>(result);
    const bool is_there = acl != nullptr && acl->direct.contains(*entry_.principal.text());
    if (!is_there) return forget("it is gone already");
    if (!acl->fixed_because.empty()) return keep_noted(acl->fixed_because);
    remove();
    entry_.level.clear();
    d_.drafted.back().level = entry_;
  }

  /// Whether a principal that nobody asks for any more stays and goes on working: its secret may be
  /// in use. Unassigned it could not be seen from here, but by the account.
  [[nodiscard]] bool is_kept(const Recorded& principal) const {
    if (d_.is_claimed(principal) || !principal.created) return false;
    return !d_.in.destroy || !d_.in.desired.account;
  }
  [[nodiscard]] bool is_thing(const Recorded& object) const {
    return *entry_.thing.text() == object.address.kind + ":" + object.id;
  }
  [[nodiscard]] bool is_principal(const Recorded& object) const {
    const std::string& name = *entry_.principal.text();
    const auto& fields = descriptor_of(object.address.kind).fields;
    return name == object.id || std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
             return field.is_id && text_of(object.fields, field.name) == name;
           });
  }

  /// The object whose deletion takes this along, or nullptr.
  [[nodiscard]] const Recorded* deleted_with() const {
    for (const Address& address : d_.deleted_objects) {
      const Recorded& object = *d_.identified.at(address);
      if (is_thing(object) || is_principal(object)) return &object;
    }
    return nullptr;
  }

  [[nodiscard]] const Recorded* recorded_principal() const {
    for (const auto& [address, object] : d_.identified) {
      if (is_principal(*object)) return object;
    }
    return nullptr;
  }

  void remove() {
    Drafted drafted;
    drafted.change = Delete{{address_, record_.fields}, Mover::Configuration, {}};
    drafted.edits.emplace_back(Remove{address_});
    d_.drafted.push_back(std::move(drafted));
  }

  void forget(const std::string& because) { forget_entry(d_, record_, because); }
  void note_drift(const ReadResult& access_list) {
    if (const auto* acl = found_in<Acl>(&access_list)) {
      note_level_drift(d_, record_, nullptr, *acl);
    } else if (std::holds_alternative<Absent>(access_list)) {
      note_entry_gone(d_, record_, *entry_.thing.text());
    }
  }
  /// Keeps it; what somebody made of it meanwhile is drift all the same.
  void keep_noted(const std::string& because) {
    if (d_.in.drift) {
      const Lookup lookup = AclOf{descriptor_.kind, *entry_.thing.text()};
      const ReadResult* result = d_.view.get(lookup);
      if (result == nullptr) return;
      if (std::holds_alternative<Hidden>(*result)) d_.note_hidden(lookup, address_);
      note_drift(*result);
    }
    d_.out.plan.kept.push_back({address_, because});
  }

  Drafting& d_;
  const Recorded& record_;
  const Descriptor& descriptor_;
  LevelEntry entry_;
  Address address_;
};

}  // namespace

void draft_level_leftover(Drafting& drafting, const Recorded& record) {
  LevelLeftover(drafting, record).run();
}

}  // namespace dgctl::engine
