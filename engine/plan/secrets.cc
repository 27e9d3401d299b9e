#include <algorithm>

#include "engine/model/duration.h"
#include "engine/plan/secret_lives.h"

// The life cycle of client secrets: a first one, a second before that ends, the one before deleted
// once nobody uses it; and what an interrupted run left is found and deleted.

namespace dgctl::engine {
namespace {

constexpr std::size_t kMostSecrets = 5;  // of one principal: the workspace's limit
constexpr std::size_t kMostOfOurs = 2;

std::string day_of(const std::string& rfc3339) {
  return rfc3339.substr(0, std::string_view("2026-11-24").size());
}

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
    if (sink != nullptr && !is_sink_ours(*sink)) return;
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
    if (std::holds_alternative<Hidden>(*result)) return d_.note_hidden(lookup, address_);
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

  bool is_sink_ours(const ReadResult& sink) {
    const std::string name = text_of(resource_.fields, "sink");
    if (const auto* hidden = std::get_if<Hidden>(&sink)) {
      d_.problem(resource_.places, hidden->reason);
      return false;
    }
    const auto* label = found_in<SinkLabel>(&sink);
    if (label == nullptr || d_.is_own(*label)) return true;
    d_.problem(resource_.places,
               "the sink " + name + " holds a secret of " + label->stack + " on " + label->host +
                   ", this is " + d_.stack() + " on " + d_.in.desired.workspace.host +
                   "; it is never overwritten: name another sink here, or move that away");
    return false;
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
    if (d_.in.rotation) {
      d_.problem(resource_.places,
                 "the service principal of " + to_string(address_) +
                     " is not made yet; `dgctl apply` makes it and its secret");
      return;
    }
    if (!privileges_allow(nullptr)) return;
    for (const RecordedSecret& secret : recorded()) drop(secret.id);  // of one that is gone
    move_first();
    add(record_ == nullptr ? Mover::Configuration : Mover::Workspace, {});
    if (!noted_.empty()) add_notes();
  }

  // ---- one that is there

  void decide() {
    sort_out();
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
    if (secret.status == SecretStatus::Issued) {
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
    for (RecordedSecret& made : made_unheard(unheard, known, live_)) {
      const bool in_sink = label_ != nullptr && label_->secret_id == made.id;
      if (in_sink) made.status = SecretStatus::Stored;
      note(PutSecret{base(), made});
      (in_sink ? ours_ : orphans_).push_back(made);
    }
    drop({});
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
    if (!may_issue()) return true;
    move_first();
    add(mover(), why);
    return true;
  }

  /// "": none is needed.
  [[nodiscard]] std::string why_new() const {
    if (is_rotating(&Rotation::retires)) return {};
    if (current_ == nullptr) return "none is there";
    if (current_->sink != text_of(fields_, "sink")) return "the sink is another one";
    if (is_rotating(&Rotation::adds)) return "`dgctl rotate` asks for one";
    const std::int64_t before_s = seconds_of(text_of(fields_, "rotate_before")).value_or(0);
    const bool is_due =
        !current_->expires.empty() && now_s_ >= time_of(current_->expires) - before_s;
    if (!is_due) return {};
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
                 "service principal " + text_of(fields_, "client_id") + " has " +
                     std::to_string(staying) + " secrets already (" + ids +
                     "), which is the most that there may be; delete one that nobody uses");
      return false;
    }
    const DesiredResource* of = principal_resource();
    const Object* live = of == nullptr ? nullptr : d_.resolution_of(*of).live;
    return privileges_allow(live);
  }

  [[nodiscard]] const DesiredResource* principal_resource() const {
    const std::vector<AttributeRef> refs = references_in(*find(resource_.fields, "principal"));
    return refs.empty() ? nullptr : d_.wanted_at(refs.front().of);
  }

  /// Whether nobody gets more by the secret than was meant. `live`: the principal, if it is there.
  bool privileges_allow(const Object* live) {
    if (live != nullptr && !is_managed_here(*live)) return false;
    const Value* allowed = find(fields_, "allow_privileged");
    if (allowed != nullptr && *allowed == Value(true)) return true;
    const std::optional<std::string> why = why_privileged(live);
    if (!why) return false;
    if (why->empty()) return true;
    d_.problem(resource_.places,
               "no secret is made for service principal " + text_of(fields_, "client_id") + ": " +
                   *why + "; write 'allow_privileged: true' if that is meant");
    return false;
  }

  bool is_managed_here(const Object& live) {
    const Descriptor& descriptor = descriptor_of(live.kind);
    for (const Field& field : descriptor.fields) {
      if (!field.foreign_when_set || text_of(live.fields, field.name).empty()) continue;
      d_.problem(resource_.places,
                 "no secret can be made for service principal " + text_of(fields_, "client_id") +
                     ": an identity provider manages it (" + field.name + " " +
                     text_of(live.fields, field.name) +
                     "); take 'secret' out here, or use one "
                     "that Databricks manages");
      return false;
    }
    return true;
  }

  /// Why the configuration makes the principal an administrator, or "".
  [[nodiscard]] std::string why_made_privileged() const {
    const DesiredResource* of = principal_resource();
    for (const DesiredResource* resource : d_.wanted) {
      const Descriptor& descriptor = descriptor_of(resource->address.kind);
      if (of == nullptr || descriptor.privileged_level.empty()) continue;
      const LevelEntry entry = level_entry_of(resource->fields);
      const std::vector<AttributeRef> refs = references_in(entry.principal);
      const bool is_its = !refs.empty() && refs.front().of == of->address;
      if (is_its && entry.level == descriptor.privileged_level) {
        return to_string(resource->address) + " makes it an administrator";
      }
    }
    return {};
  }

  /// Why it is an administrator, or "". Nothing: not read yet.
  std::optional<std::string> why_privileged(const Object* live) {
    std::string made = why_made_privileged();
    if (!made.empty() || live == nullptr) return made;
    for (const Field& field : descriptor_of(live->kind).fields) {
      const Privileges members = members_of(find(live->fields, field.name));
      for (const std::string& member : field.privileged_values) {
        if (members.contains(member)) return "it is an administrator (" + member + ")";
      }
    }
    const ReadResult* result = d_.view.get(Runner{});
    if (result == nullptr) return std::nullopt;
    const auto* runner = found_in<Identity>(result);
    const bool is_runner = runner != nullptr && runner->name == text_of(fields_, "client_id");
    return is_runner ? "it is the identity that dgctl runs as" : "";
  }

  // ---- what is drafted

  [[nodiscard]] Recorded base() const {
    Recorded base;
    base.address = address_;
    base.fields = fields_;
    base.created = true;
    base.prevent_destroy = resource_.prevent_destroy;
    base.needs = resource_.needs;
    std::sort(base.needs.begin(), base.needs.end());
    return base;
  }

  void drop(const std::string& id) { note(DropSecret{address_, id}); }
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
    Drafted drafted;
    Create create{{address_, shown_fields()}, moved, {}};
    if (!why.empty() && !ours_.empty()) create.notes.push_back("another one, since " + why);
    drafted.change = std::move(create);
    drafted.edits = {PutSecret{base(), secret}};
    drafted.needs = resource_.needs;
    drafted.secret_calls = {
        issue, StoreSecret{address_, sink, label_fields(id)}, ProveSecret{address_, sink, id}};
    d_.drafted.push_back(std::move(drafted));
  }

  [[nodiscard]] Fields shown_fields() const {
    Fields shown;
    for (const char* name : {"lifetime", "sink"}) {
      if (const Value* value = find(fields_, name)) shown.emplace(name, *value);
    }
    return shown;
  }

  [[nodiscard]] Fields label_fields(const Value& id) const {
    Fields label{{"expires", KnownAfter{{AttributeRef{address_, "expires"}}}},
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

  void record_current(const Resource& live, Recorded& after, Drafted& drafted) {
    after.secrets = secrets_after();
    noted_.clear();
    // What stands beside the value may name something that this plan makes: recorded once it is.
    const std::vector<AttributeRef> later = references_in(Value(after.fields));
    if (!later.empty()) {
      move_first();
      drafted.comes_with = later.back().of;
    }
    const bool moves = later.empty() && record_->address != address_;
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
    const bool wants = is_rotating(&Rotation::retires);
    const std::string retire = text_of(fields_, "retire");
    const auto after_s = seconds_of(retire);
    for (const RecordedSecret& secret : ours_) {
      if (current_ != nullptr && secret.id == current_->id) continue;
      const bool is_over =
          after_s && current_ != nullptr && now_s_ >= time_of(current_->created) + *after_s;
      const bool is_proven = current_ != nullptr && current_->status == SecretStatus::Proven;
      if (!adds && is_proven && (wants || is_over)) {
        d_.drafted.push_back(retirement(address_, secret));
      } else if (!adds && current_ != nullptr) {
        d_.out.plan.previous_secrets.push_back({address_, secret.id, secret.expires, retire});
      }
    }
    if (!noted_.empty()) add_notes();
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
