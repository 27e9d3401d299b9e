#include <algorithm>

#include "engine/model/duration.h"
#include "engine/plan/secret_lives.h"
#include "engine/state/unheard_secrets.h"

// The life cycle of client secrets: a first one, a second before that ends, the one before deleted
// once nobody uses it; and what an interrupted run left is found and deleted.

namespace dgctl::engine {
namespace {

constexpr std::size_t kMostSecrets = 5;  // of one principal: the workspace's limit

class SecretDraft {
 public:
  SecretDraft(Drafting& drafting, const DesiredResource& resource, const Recorded* record)
      : d_(drafting),
        resource_(resource),
        address_(resource.address),
        record_(record),
        now_s_(time_of(drafting.in.now)) {}

  void run() {
    const ReadResult* sink = d_.view.get(InSink{text_of(resource_.fields, "sink")});
    std::optional<Fields> fields = d_.resolved(resource_);
    if (sink != nullptr && !is_sink_own(d_, resource_, *sink)) return;
    if (!fields) return ask_ahead();
    fields_ = std::move(*fields);
    const Value& principal = *find(fields_, "principal");
    if (principal.text() == nullptr) {
      if (sink != nullptr) begin_with_new_principal();
      return;
    }
    principal_id_ = *principal.text();
    const Lookup lookup = SecretsOf{principal_id_};
    const ReadResult* result = d_.view.get(lookup);
    if (result == nullptr || sink == nullptr) return;
    if (std::holds_alternative<Hidden>(*result)) {
      keep_secrets_of_others(d_, principal_id_);
      return d_.note_hidden(lookup, address_);
    }
    if (const auto* live = found_in<std::vector<SecretInfo>>(result)) live_ = *live;
    label_ = found_in<SinkLabel>(sink);
    decide();
  }

 private:
  /// What can be asked for before the principal is read.
  void ask_ahead() {
    if (record_ == nullptr) return;
    const std::string id = text_of(record_->fields, "principal");
    if (!id.empty()) d_.view.get(SecretsOf{id});
  }

  [[nodiscard]] std::vector<RecordedSecret> recorded() const {
    return record_ == nullptr ? std::vector<RecordedSecret>() : record_->secrets;
  }

  [[nodiscard]] bool is_rotating(bool Rotation::* what) const {
    const auto& rotation = d_.in.rotation;
    return rotation && (*rotation).*what && (!rotation->key || *rotation->key == address_.key);
  }

  // ---- a principal that this plan makes

  void begin_with_new_principal() {
    if (d_.out.is_denied) return;                   // perhaps it is there
    if (d_.in.drift && record_ != nullptr) return;  // it went with its principal
    if (d_.in.rotation) {
      d_.problem(resource_.places,
                 "the service principal of " + to_string(address_) +
                     " is not made yet; `dgctl apply` makes it and its secret");
      return;
    }
    if (!d_.in.drift && !may_hold_secret(d_, resource_, fields_)) return;
    for (const RecordedSecret& secret : recorded()) drop(secret.id);  // of one that is gone
    move_first();
    add(record_ == nullptr ? Mover::Configuration : Mover::Workspace, {});
    if (!noted_.empty()) add_notes();
  }

  // ---- one that is there

  void decide() {
    sort_out();
    const SecretSight sight{resource_, principal_id_, record_, live_, ours_, orphans_};
    note_secrets_of_others(d_, sight);
    note_secret_drift(d_, sight);
    for (const RecordedSecret& orphan : orphans_) {
      Drafted drafted = retirement(address_, orphan);
      std::get<Delete>(drafted.change).with.emplace_back("its value was lost");
      d_.drafted.push_back(std::move(drafted));
    }
    const bool adds = decide_addition();
    if (!adds && current_ != nullptr) keep_current();
    decide_retirement(adds);
  }

  /// Tells ours from others', and what an interrupted run left from what is in use.
  void sort_out() {
    std::set<std::string> known;
    for (const RecordedSecret& secret : recorded()) {
      if (secret.status == SecretStatus::Unheard) continue;
      known.insert(secret.id);
      sort_out(secret);
    }
    for (const RecordedSecret& secret : recorded()) {
      if (secret.status == SecretStatus::Unheard) find_unheard(secret, known);
    }
    adopt_from_sink(known);
    std::stable_sort(ours_.begin(), ours_.end(), [](const auto& a, const auto& b) {
      return time_of(a.created) < time_of(b.created);
    });
    if (!ours_.empty()) current_ = &ours_.back();
  }

  /// One that is recorded: gone, lost, or in use.
  void sort_out(RecordedSecret secret) {
    const bool is_alive =
        secret.principal_id == principal_id_ && find_secret(live_, secret.id) != nullptr;
    if (!is_alive) {
      was_there_ = was_there_ || secret.status == SecretStatus::Proven;
      drop(secret.id);
      return;
    }
    const bool in_sink = label_ != nullptr && label_->secret_id == secret.id;
    // Until somebody has logged in with it, one that the sink does not hold is lost.
    if (secret.status == SecretStatus::Issued || secret.status == SecretStatus::Stored) {
      secret.status = in_sink ? SecretStatus::Stored : SecretStatus::Orphan;
    }
    const std::string sink = text_of(fields_, "sink");
    if (in_sink && secret.sink != sink) {  // its record was moved there
      secret.sink = sink;
      note(PutSecret{base(), secret});
    }
    (secret.status == SecretStatus::Orphan ? orphans_ : ours_).push_back(secret);
  }

  void find_unheard(const RecordedSecret& unheard, const std::set<std::string>& known) {
    std::vector<RecordedSecret> all = made_unheard(unheard, known, live_);
    for (RecordedSecret& made : all) {
      const bool in_sink = label_ != nullptr && label_->secret_id == made.id;
      if (in_sink) made.status = SecretStatus::Stored;
      note(PutSecret{base(), made});
      (in_sink ? ours_ : orphans_).push_back(made);
    }
    // What cannot be seen yet may come to light: until then it is looked for by every plan.
    const bool may_come = now_s_ - time_of(unheard.created) <= kUnheardForSeconds;
    if (!all.empty() || !may_come) drop({});
  }

  /// The state may be lost: then the sink says which one is ours.
  void adopt_from_sink(const std::set<std::string>& known) {
    if (label_ == nullptr || known.contains(label_->secret_id)) return;
    if (label_->client_id != text_of(fields_, "client_id")) return;
    const bool is_listed =
        std::any_of(ours_.begin(), ours_.end(), [&](const RecordedSecret& secret) {
          return secret.id == label_->secret_id;
        });
    const SecretInfo* info = find_secret(live_, label_->secret_id);
    if (info == nullptr || is_listed) return;
    RecordedSecret secret;
    secret.id = info->id;
    secret.principal_id = principal_id_;
    secret.hash = info->hash;
    secret.created = info->created;
    secret.expires = info->expires;
    secret.sink = text_of(fields_, "sink");
    secret.status = SecretStatus::Proven;
    secret.lifetime_s = time_of(info->expires) - time_of(info->created);
    ours_.push_back(secret);
    adopted_ = secret.id;
  }

  /// Whether a new one is drafted.
  bool decide_addition() {
    const std::string why = why_new();
    if (why.empty()) return false;
    if (ours_.size() >= kMostOfOurs) {
      const std::string text =
          to_string(address_) + " has two secrets that are in use, and " + why +
          "; delete the one before with `dgctl rotate --retire` once nobody uses it";
      if (is_rotating(&Rotation::adds)) {
        d_.problem(resource_.places, text);
      } else {
        d_.out.plan.warnings.push_back(text);
      }
      return false;
    }
    if (!d_.in.drift && (!may_issue() || !is_label_known())) return true;
    move_first();
    add(mover(), why);
    return true;
  }

  /// A rotation makes nothing but secrets: what is stored beside one has to be there.
  bool is_label_known() {
    if (!d_.in.rotation) return true;
    for (const char* name : {"client_id", "http_path", "catalog"}) {
      const Value* value = find(fields_, name);
      const std::vector<AttributeRef> refs =
          value == nullptr ? std::vector<AttributeRef>() : references_in(*value);
      if (refs.empty()) continue;
      d_.problem(resource_.places,
                 to_string(refs.front().of) + ", which is stored beside the secret as " + name +
                     ", is not there; `dgctl apply` makes it");
      return false;
    }
    return true;
  }

  /// "": none is needed.
  [[nodiscard]] std::string why_new() const {
    if (is_rotating(&Rotation::retires)) return {};
    if (current_ == nullptr) return "none is there";
    if (current_->status == SecretStatus::Stored) return {};  // proven first
    if (current_->sink != text_of(fields_, "sink")) return "the sink is another one";
    if (is_rotating(&Rotation::adds)) return "`dgctl rotate` asks for one";
    if (!is_due(*current_, fields_, now_s_)) return {};
    return "the one in use expires on " + day_of(current_->expires);
  }

  [[nodiscard]] Mover mover() const {
    return was_there_ && ours_.empty() ? Mover::Workspace : Mover::Configuration;
  }

  bool may_issue() {
    const std::size_t staying = live_.size() - std::min(orphans_.size(), live_.size());
    if (staying >= kMostSecrets) {
      std::string ids;
      for (const SecretInfo& info : live_) ids += (ids.empty() ? "" : ", ") + info.id;
      d_.problem(resource_.places,
                 holder_of(d_, resource_, fields_) + " has " + std::to_string(staying) +
                     " secrets already (" + ids +
                     "), which is the most that there may be; delete one that nobody uses");
      return false;
    }
    return may_hold_secret(d_, resource_, fields_);
  }

  // ---- what is drafted

  [[nodiscard]] Recorded base() const {
    Recorded base;
    base.address = address_;
    base.fields = fields_;
    base.created = record_ == nullptr || record_->created;
    base.prevent_destroy = resource_.prevent_destroy;
    base.needs = resource_.needs;
    std::sort(base.needs.begin(), base.needs.end());
    return base;
  }

  void drop(const std::string& id) { note(DropSecret{address_, id, false}); }
  void note(StateEdit edit) { noted_.push_back(std::move(edit)); }

  void add(Mover moved, const std::string& why) {
    const std::string sink = text_of(fields_, "sink");
    const std::int64_t lifetime_s = seconds_of(text_of(fields_, "lifetime")).value_or(0);
    RecordedSecret secret;
    secret.sink = sink;
    secret.status = SecretStatus::Proven;
    secret.lifetime_s = lifetime_s;
    IssueSecret issue{address_, sink, *find(fields_, "principal"), lifetime_s, {}, {}, {}};
    for (const SecretInfo& info : live_) issue.ids_before.insert(info.id);
    const Value id = KnownAfter{{AttributeRef{address_, "id"}}};
    Recorded of = base();
    of.created = true;
    Drafted drafted;
    Create create{{address_, shown_fields()}, moved, {}};
    if (!why.empty() && !ours_.empty()) create.notes.push_back("another one, since " + why);
    drafted.change = std::move(create);
    drafted.edits = {PutSecret{of, secret}};
    drafted.needs = resource_.needs;
    drafted.secret_calls = {
        issue,
        StoreSecret{address_,
                    sink,
                    label_fields(id, KnownAfter{{AttributeRef{address_, "expires"}}}),
                    false},
        ProveSecret{address_, sink, id}};
    d_.drafted.push_back(std::move(drafted));
  }

  [[nodiscard]] Fields shown_fields() const {
    Fields shown;
    for (const char* name : {"lifetime", "sink"}) {
      if (const Value* value = find(fields_, name)) shown.emplace(name, *value);
    }
    return shown;
  }

  [[nodiscard]] Fields label_fields(const Value& id, const Value& expires) const {
    Fields label{{"expires", expires},
                 {"host", d_.in.desired.workspace.host},
                 {"secret_id", id},
                 {"stack", d_.stack()}};
    for (const char* name : {"client_id", "http_path", "catalog"}) {
      if (const Value* value = find(fields_, name)) label.emplace(name, *value);
    }
    return label;
  }

  /// The one in use stays; what is recorded of it may have to be put right.
  void keep_current() {
    const Resource live = shown_secret(address_, *current_);
    Recorded after = base();
    after.id = record_ == nullptr ? current_->id : record_->id;
    if (current_->status == SecretStatus::Stored) {
      move_first();
      prove(live, after);
      return;
    }
    Drafted drafted;
    if (record_ == nullptr || adopted_ == current_->id) {
      move_first();
      drafted.change = Adopt{live, live, {}, {}};
      drafted.edits = {PutSecret{after, *current_}};
    } else {
      record_current(live, after, drafted);
    }
    take_noted(drafted);
    d_.drafted.push_back(std::move(drafted));
  }

  /// What stands beside the value in the sink and has changed: the warehouse, the catalog.
  [[nodiscard]] std::vector<FieldChange> changed_settings() const {
    std::vector<FieldChange> changes;
    const bool is_there = label_ != nullptr && label_->secret_id == current_->id;
    if (!is_there || d_.in.rotation) return changes;
    for (const char* name : kSinkSettings) {
      const Value* wanted = find(fields_, name);
      const std::string is = text_of(label_->settings, name);
      if (wanted == nullptr || (wanted->text() != nullptr && *wanted->text() == is)) continue;
      std::optional<Value> live;
      if (!is.empty()) live = Value(is);
      changes.push_back({name, live, {}, *wanted, Mover::Configuration});
    }
    return changes;
  }

  /// The value stays, what stands beside it is written anew.
  void write_settings(const Resource& live, Recorded& after, Drafted& drafted) {
    move_first();
    after.secrets = secrets_after();
    noted_.clear();
    drafted.edits = {Put{after}};
    drafted.needs = resource_.needs;
    drafted.secret_calls = {
        StoreSecret{address_, current_->sink, label_fields(current_->id, current_->expires), true}};
    drafted.change = Update{live, live, changed_settings(), {}};
  }

  void record_current(const Resource& live, Recorded& after, Drafted& drafted) {
    if (!changed_settings().empty()) return write_settings(live, after, drafted);
    after.secrets = secrets_after();
    noted_.clear();
    // What stands beside the value may name something that this plan makes: recorded once it is.
    const std::vector<AttributeRef> later = references_in(Value(after.fields));
    if (!later.empty() && d_.in.rotation) {  // which makes nothing else
      std::vector<RecordedSecret> secrets = std::move(after.secrets);
      after = *record_;
      after.address = address_;
      after.secrets = std::move(secrets);
    } else if (!later.empty()) {
      move_first();
      drafted.comes_with = later.back().of;
    }
    const bool moves = !drafted.comes_with && record_->address != address_;
    if (moves) {
      drafted.change = Move{record_->address, live};
    } else if (after == *record_) {
      drafted.change = NoOp{live};
    } else {
      drafted.change = Record{live};
    }
    if (moves || after != *record_) drafted.edits = {Put{after}};
  }

  /// A record that comes from another address does so as it is, before anything changes.
  void move_first() {
    if (record_ == nullptr || record_->address == address_) return;
    Recorded moved = *record_;
    moved.address = address_;
    moved.secrets = secrets_after();
    noted_.clear();
    Drafted drafted;
    drafted.change = Move{record_->address, {address_, moved.fields}};
    drafted.edits = {Put{std::move(moved)}};
    d_.drafted.push_back(std::move(drafted));
  }

  /// What is recorded of the secrets, with what is to be noted now.
  [[nodiscard]] std::vector<RecordedSecret> secrets_after() const {
    State state;
    Recorded record = *record_;
    record.address = address_;
    state.resources.emplace(address_, std::move(record));
    for (const StateEdit& edit : noted_) apply_edit(state, edit);
    return state.resources.at(address_).secrets;
  }

  /// It was stored, and the run ended before somebody logged in with it.
  void prove(const Resource& live, const Recorded& after) {
    RecordedSecret secret = *current_;
    Drafted drafted;
    FieldChange field{"status",
                      Value(to_string(SecretStatus::Stored)),
                      {},
                      Value(to_string(SecretStatus::Proven)),
                      Mover::Configuration};
    drafted.change = Update{live, live, {field}, {}};
    drafted.edits = {PutSecret{after, secret}};
    drafted.needs = resource_.needs;
    drafted.secret_calls = {ProveSecret{address_, secret.sink, secret.id}};
    d_.drafted.push_back(std::move(drafted));
  }

  void decide_retirement(bool adds) {
    if (!adds && current_ != nullptr) {
      for (const RecordedSecret& secret : ours_) {
        if (secret.id != current_->id) decide_retirement_of(secret);
      }
    }
    if (!noted_.empty()) add_notes();
  }

  void decide_retirement_of(const RecordedSecret& secret) {
    const bool wants = is_rotating(&Rotation::retires);
    const bool is_same_sink = current_->sink == text_of(fields_, "sink");
    if (is_same_sink && label_ != nullptr && label_->secret_id == secret.id) {
      return report_old_sink(secret, wants);
    }
    const std::string retire = text_of(fields_, "retire");
    const auto after_s = seconds_of(retire);
    const bool is_over = after_s && now_s_ >= time_of(current_->created) + *after_s;
    if (current_->status == SecretStatus::Proven && (wants || is_over)) {
      d_.drafted.push_back(retirement(address_, secret));
    } else {
      d_.out.plan.previous_secrets.push_back({address_, secret.id, secret.expires, retire});
    }
  }

  /// Somebody put the secret before back into the sink: whoever reads it there uses that.
  void report_old_sink(const RecordedSecret& secret, bool wants) {
    const std::string text = "the sink " + secret.sink + " holds secret " + secret.id +
                             ", not the newest, " + current_->id +
                             ": put that back there, or delete it in the workspace, and the one "
                             "in the sink is in use again";
    if (wants) {
      d_.problem(resource_.places, "nothing is retired: " + text);
    } else {
      d_.out.plan.warnings.push_back(text);
      d_.out.plan.previous_secrets.push_back({address_, secret.id, secret.expires, "confirmed"});
    }
  }

  /// What is to be recorded before anything is sent.
  void add_notes() {
    Drafted drafted;
    drafted.change = Record{{address_, fields_}};
    take_noted(drafted);
    d_.drafted.push_back(std::move(drafted));
  }

  void take_noted(Drafted& drafted) {
    drafted.edits.insert(drafted.edits.begin(), noted_.begin(), noted_.end());
    noted_.clear();
  }

  Drafting& d_;
  const DesiredResource& resource_;
  const Address& address_;
  const Recorded* record_;
  std::int64_t now_s_;
  Fields fields_;
  std::string principal_id_;
  std::vector<SecretInfo> live_;
  const SinkLabel* label_ = nullptr;
  std::vector<RecordedSecret> ours_, orphans_;
  const RecordedSecret* current_ = nullptr;
  std::string adopted_;
  bool was_there_ = false;
  std::vector<StateEdit> noted_;
};

}  // namespace

void draft_secret(Drafting& drafting, const DesiredResource& resource, const Recorded* record) {
  SecretDraft(drafting, resource, record).run();
}

}  // namespace dgctl::engine
