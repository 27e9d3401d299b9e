#include "engine/plan/secret_lives.h"

#include <algorithm>

#include "engine/model/duration.h"
#include "engine/state/unheard_secrets.h"

namespace dgctl::engine {

bool is_due(const RecordedSecret& secret, const Fields& fields, std::int64_t now_s) {
  const std::int64_t before_s = seconds_of(text_of(fields, "rotate_before")).value_or(0);
  return !secret.expires.empty() && now_s >= time_of(secret.expires) - before_s;
}

std::int64_t time_of(const std::string& rfc3339) { return epoch_seconds(rfc3339).value_or(0); }

const SecretInfo* find_secret(const std::vector<SecretInfo>& all, const std::string& id) {
  const auto it =
      std::find_if(all.begin(), all.end(), [&](const SecretInfo& s) { return s.id == id; });
  return it == all.end() ? nullptr : &*it;
}

std::vector<RecordedSecret> made_unheard(const RecordedSecret& unheard,
                                         const std::set<std::string>& known,
                                         const std::vector<SecretInfo>& live) {
  std::vector<RecordedSecret> made;
  const UnheardIssue attempt{unheard.ids_before, unheard.created, unheard.lifetime_s};
  for (const SecretInfo& info : made_by(attempt, live)) {
    if (known.contains(info.id)) continue;
    RecordedSecret orphan = unheard;
    orphan.id = info.id;
    orphan.hash = info.hash;
    orphan.created = info.created;
    orphan.expires = info.expires;
    orphan.status = SecretStatus::Orphan;
    orphan.ids_before.clear();
    made.push_back(std::move(orphan));
  }
  return made;
}

Resource shown_secret(const Address& address, const RecordedSecret& secret) {
  Fields fields{{"created", secret.created}, {"id", secret.id}};
  if (!secret.expires.empty()) fields.emplace("expires", secret.expires);
  if (!secret.sink.empty()) fields.emplace("sink", secret.sink);
  return {address, std::move(fields)};
}

Drafted retirement(const Address& address, const RecordedSecret& secret) {
  Drafted drafted;
  drafted.change = Delete{shown_secret(address, secret), Mover::Configuration, {}};
  drafted.edits = {DropSecret{address, secret.id, false}};
  drafted.secret_calls = {RetireSecret{secret.principal_id, secret.id}};
  return drafted;
}

namespace {

/// The secrets of a record that are there, and what has to be recorded before they can be deleted
/// one by one.
struct Ours {
  std::vector<RecordedSecret> alive;
  std::vector<StateEdit> edits;  ///< what is gone leaves, what was made unheard gets its id
};

Ours of_ours(const Recorded& record, const Address& address, const std::vector<SecretInfo>& live) {
  Ours ours;
  std::set<std::string> known;
  for (const RecordedSecret& secret : record.secrets) {
    if (!secret.id.empty()) known.insert(secret.id);
    if (find_secret(live, secret.id) != nullptr) {
      ours.alive.push_back(secret);
    } else {
      ours.edits.emplace_back(DropSecret{address, secret.id, false});
    }
  }
  Recorded base = record;
  base.address = address;
  base.secrets.clear();
  for (const RecordedSecret& secret : record.secrets) {
    if (secret.status != SecretStatus::Unheard) continue;
    for (RecordedSecret& made : made_unheard(secret, known, live)) {
      ours.edits.emplace_back(PutSecret{base, made});
      ours.alive.push_back(std::move(made));
    }
  }
  return ours;
}

/// Secrets that are recorded and no longer asked for.
void draft_leftover(Drafting& d, const Recorded& record) {
  const Address address = d.address_now(record.address);
  const std::string principal = text_of(record.fields, "principal");
  for (const Address& deleted : d.deleted_objects) {
    if (d.identified.at(deleted)->id != principal) continue;
    Drafted drafted;
    drafted.change = Delete{{address, record.fields}, Mover::Configuration, {}};
    drafted.edits.emplace_back(Remove{address});
    drafted.comes_with = d.address_now(deleted);
    d.drafted.push_back(std::move(drafted));
    return;
  }
  if (record.secrets.empty()) return forget_entry(d, record, "nothing of it is there");
  if (d.in.destroy && d.is_protected(record)) {
    d.out.plan.kept.push_back({address, kProtected});
    return;
  }
  const ReadResult* result = d.view.get(SecretsOf{principal});
  if (result == nullptr) return;
  if (std::holds_alternative<Hidden>(*result)) return d.note_hidden(SecretsOf{principal}, address);
  const auto* listed = found_in<std::vector<SecretInfo>>(result);
  const std::vector<SecretInfo> live = listed == nullptr ? std::vector<SecretInfo>() : *listed;
  Ours ours = of_ours(record, address, live);
  if (!d.in.destroy && !ours.alive.empty()) {
    d.out.plan.kept.push_back({address, "it may be in use; `dgctl destroy` deletes it"});
    return;
  }
  if (ours.alive.empty()) return forget_entry(d, record, "it is gone already");
  if (!ours.edits.empty()) {
    Drafted noted;
    noted.change = Record{{address, record.fields}};
    noted.edits = std::move(ours.edits);
    d.drafted.push_back(std::move(noted));
  }
  for (const RecordedSecret& secret : ours.alive) {
    Drafted drafted = retirement(address, secret);
    drafted.edits = {DropSecret{address, secret.id, true}};
    d.drafted.push_back(std::move(drafted));
  }
}

/// What is recorded of a desired secret. Keys may have changed places: at its address may be what
/// is another principal's.
const Recorded* record_of_secret(Drafting& d,
                                 const DesiredResource& secret,
                                 const std::map<Address, const Recorded*>& left) {
  for (const auto& [address, recorded] : left) {
    if (d.is_of_its_principal(*recorded, secret)) return recorded;
  }
  return nullptr;
}

}  // namespace

void draft_secrets(Drafting& drafting) {
  std::map<Address, const Recorded*> left;
  for (const auto& [address, record] : drafting.in.state.resources) {
    if (descriptor_of(address.kind).shape == Shape::Secret) left.emplace(address, &record);
  }
  for (const DesiredResource* resource : drafting.wanted) {
    if (descriptor_of(resource->address.kind).shape != Shape::Secret) continue;
    const Recorded* record = record_of_secret(drafting, *resource, left);
    if (record != nullptr) left.erase(record->address);
    draft_secret(drafting, *resource, record);
  }
  for (const auto& [address, record] : left) draft_leftover(drafting, *record);
}

}  // namespace dgctl::engine
