#include <algorithm>

#include "engine/model/privileges.h"
#include "engine/plan/drift_notes.h"

namespace dgctl::engine {
namespace {

/// A principal's name with what settles doubt about what it names.
std::string with_form(const Principal& principal) {
  if (is_uuid(principal)) return "sp:" + principal;
  return (principal.find('@') == std::string::npos ? "group:" : "user:") + principal;
}

class PairDraft {
 public:
  PairDraft(Drafting& drafting, const PairInput& pair) : d_(drafting), pair_(pair) {}

  void run() {
    if (is_settled()) {
      Drafted drafted;
      drafted.change = NoOp{{pair_.record->address, pair_.record->fields}};
      d_.drafted.push_back(std::move(drafted));
      return;
    }
    principal_ = pair_.principal;
    key_ = key();
    words_ = words_input();
    plan_ = plan_words(words_);
    address_ = address();
    accepted_ = is_accepted();
    if (accepted_) {
      const Privileges known = common(plan_.held, words_.excess);
      plan_ = {};
      plan_.given_after = words_.given;
      plan_.held = known;
    }
    if (!keep_own_manage()) return;
    note_pair_drift(d_, pair_, words_, address_);
    if (pair_.in_file && (pair_.of_file != nullptr || pair_.exclusive)) note_held();
    if (pair_.desired != nullptr) {
      if (!check()) return;
      draft_desired();
    } else {
      draft_undesired();
    }
  }

 private:
  /// Whether asked for, recorded and there are the same, which is nearly always so: then nothing
  /// else is to be computed.
  [[nodiscard]] bool is_settled() const {
    if (pair_.desired == nullptr || pair_.record == nullptr) return false;
    const DesiredResource& desired = *pair_.desired;
    const Recorded& record = *pair_.record;
    const Value* words = find(desired.fields, kWordsField);
    const List* list = words == nullptr ? nullptr : words->list();
    const Value* recorded = find(record.fields, kWordsField);
    if (list == nullptr || recorded == nullptr || *recorded != *words ||
        record.address != desired.address || record.prevent_destroy != desired.prevent_destroy ||
        record.needs != desired.needs) {
      return false;
    }
    if (!d_.in.state.excess.empty() && d_.in.state.excess.contains(key())) return false;
    const bool there = std::equal(pair_.live.begin(),
                                  pair_.live.end(),
                                  list->begin(),
                                  list->end(),
                                  [](const std::string& word, const Value& value) {
                                    return value.text() != nullptr && *value.text() == word;
                                  });
    return there &&
           std::includes(
               pair_.live.begin(), pair_.live.end(), record.given.begin(), record.given.end());
  }

  [[nodiscard]] NaturalKey key() const {
    return {entry_kind_on_securables(), to_text(pair_.on) + "/" + std::string(pair_.principal)};
  }

  [[nodiscard]] Address address() const {
    if (pair_.desired != nullptr) return pair_.desired->address;
    if (pair_.record != nullptr) return d_.address_now(pair_.record->address);
    const std::string& who = pair_.of_file != nullptr ? pair_.of_file->key : principal_;
    Address address{entry_kind_on_securables(), make_key({to_text(pair_.on), who})};
    if (pair_.of_file != nullptr || d_.wanted_at(address) == nullptr) return address;
    // Somebody bears the name of a key: said as the configuration would say it.
    return {address.kind, make_key({to_text(pair_.on), with_form(principal_)})};
  }

  [[nodiscard]] WordsInput words_input() const {
    WordsInput input;
    input.live = pair_.live;
    if (pair_.desired != nullptr) input.desired = entry_of(pair_.desired->fields).words;
    if (pair_.record != nullptr) {
      input.recorded = entry_of(pair_.record->fields).words;
      input.given = pair_.record->given;
    }
    const auto excess = d_.in.state.excess.find(key_);
    if (excess != d_.in.state.excess.end()) input.excess = excess->second;
    input.is_recorded = pair_.record != nullptr || pair_.covered || !input.excess.empty();
    const bool revokes = pair_.of_file != nullptr && pair_.of_file->excess == Excess::Revoke;
    input.revoke_excess = pair_.in_file && (pair_.exclusive || revokes);
    return input;
  }

  [[nodiscard]] bool is_accepted() const {
    const bool differs =
        !plan_.add.empty() || !plan_.remove.empty() || !without(plan_.held, words_.excess).empty();
    if (pair_.desired == nullptr || !differs) return false;
    // What was never given is no difference to leave as it is: it is given first.
    if (pair_.record == nullptr && words_.live.empty()) return false;
    const Value live = value_of(words_.live);
    const Value desired = value_of(words_.desired);
    return d_.is_ignored(*pair_.desired, kWordsField, &live, &desired);
  }

  /// Whoever runs this must not take from itself the right to give it back. False: not read yet.
  bool keep_own_manage() {
    const std::string manage(kManage);
    if (!plan_.remove.contains(manage) || words_.given.contains(manage)) return true;
    const ReadResult* result = d_.view.get(Runner{});
    if (result == nullptr) return false;
    const auto* runner = found_in<Identity>(result);
    if (runner == nullptr) return true;
    const bool own = runner->name == principal_ || runner->groups.contains(principal_);
    const auto* object = found_in<Object>(d_.view.peek(ByName{pair_.on.type, pair_.on.full_name}));
    const bool owns = object != nullptr && object->owner &&
                      (*object->owner == runner->name || runner->groups.contains(*object->owner));
    if (!own || owns) return true;
    plan_.remove.erase(manage);
    d_.out.plan.excess[key_].insert(manage);  // seen, so that it is no news
    plan_.movers.erase(manage);
    d_.out.plan.warnings.push_back("MANAGE of '" + principal_ + "' on " + pair_.on.type + " '" +
                                   pair_.on.full_name + "' is not revoked: without it " +
                                   runner->name + ", who runs this, could not give it back");
    return true;
  }

  void note_held() {
    if (plan_.held.empty()) return;
    Privileges& excess = d_.out.plan.excess[key_];
    excess = united(excess, plan_.held);
    Held held{
        address_, key_, common(plan_.held, words_.excess), without(plan_.held, words_.excess)};
    held.mover = common_mover(plan_, held.fresh);
    d_.out.plan.held.push_back(std::move(held));
  }

  /// Whether the principal can be granted what is to be added. False: not read yet, or a problem.
  bool check() {
    const bool exists = !pair_.live.empty();
    if (pair_.record == nullptr && exists && !pair_.desired->adopt) {
      d_.problem(pair_.desired->places,
                 "'" + principal_ + "' holds privileges on " + pair_.on.type + " '" +
                     pair_.on.full_name + "' already, and 'adopt: false' forbids taking them over");
      return false;
    }
    // Whoever holds something there exists, and so does what its object is found of.
    const bool known = pair_.made != nullptr || d_.is_known_principal(principal_);
    return plan_.add.empty() || exists || known ||
           d_.check_principal(principal_, pair_.desired->places);
  }

  void draft_desired() {
    const Resource desired{address_, fields(words_.desired)};
    const Resource live{address_, fields(pair_.live)};
    const Recorded after = recorded_after();
    const bool alone = plan_.add.empty() && plan_.remove.empty();
    const bool moved = pair_.record != nullptr && pair_.record->address != address_;
    if (moved) move(live, alone ? after : *pair_.record);
    if (alone) {
      draft_as_it_is(live, desired, after, moved);
      return;
    }
    if (pair_.live.empty()) {
      // A principal that is made anew has another name, and what the one before had is recorded.
      const bool had = pair_.made != nullptr && d_.in.state.resources.contains(address_);
      const bool was_there = (pair_.record != nullptr || had) && !d_.is_remade(pair_.on);
      add(Create{desired, was_there ? Mover::Workspace : Mover::Configuration, {}}, Put{after});
    } else if (pair_.record != nullptr) {
      add(Update{live, desired, field_changes(plan_, kWordsField), {}}, Put{after});
    } else {
      add(Adopt{live, desired, field_changes(plan_, kWordsField), {}}, Put{after});
    }
  }

  /// Nothing is sent.
  void draft_as_it_is(const Resource& live,
                      const Resource& desired,
                      const Recorded& after,
                      bool moved) {
    if (pair_.record == nullptr) {
      add(Adopt{live, desired, {}, {}}, Put{after});
    } else if (after == *pair_.record) {
      add(NoOp{live}, std::nullopt);
    } else if (!moved) {
      add(Record{live}, Put{after});
    }
  }

  /// What else changes is recorded by its own step, which may fail.
  void move(const Resource& live, Recorded recorded) {
    recorded.address = address_;
    Drafted drafted;
    drafted.change = Move{pair_.record->address, live};
    drafted.edits = {Put{std::move(recorded)}};
    d_.drafted.push_back(std::move(drafted));
  }

  void draft_undesired() {
    if (pair_.record != nullptr && d_.is_protected(*pair_.record)) {
      d_.out.plan.kept.push_back({address_, kProtected});
      return;
    }
    if (!plan_.remove.empty()) {
      const std::optional<StateEdit> edit =
          pair_.record == nullptr ? std::nullopt : std::optional<StateEdit>(Remove{address_});
      const Mover mover = pair_.unmet ? Mover::Workspace : common_mover(plan_, plan_.remove);
      add(Delete{{address_, fields(plan_.remove)}, mover, {}}, edit);
    } else if (pair_.record != nullptr) {
      forget_entry(d_,
                   *pair_.record,
                   pair_.record->given.empty() ? "nothing of it was given by dgctl"
                                               : "what dgctl gave is gone already");
    }
  }

  [[nodiscard]] Fields fields(const Privileges& words) const {
    return fields_of({pair_.on, pair_.made == nullptr ? Value(principal_) : *pair_.made, words});
  }

  [[nodiscard]] Recorded recorded_after() const {
    Recorded after;
    after.address = address_;
    after.fields = fields(normal_form(words_.desired));
    // What is accepted stays as it was recorded: nobody gave what the configuration asks for.
    if (accepted_) {
      after.fields =
          pair_.record == nullptr ? fields(normal_form(words_.live)) : pair_.record->fields;
    }
    after.created = pair_.record == nullptr ? pair_.live.empty() : pair_.record->created;
    after.prevent_destroy = pair_.desired->prevent_destroy;
    after.given = plan_.given_after;
    after.needs = pair_.desired->needs;
    std::sort(after.needs.begin(), after.needs.end());
    return after;
  }

  void add(Change change, std::optional<StateEdit> edit) {
    Drafted drafted;
    drafted.change = std::move(change);
    if (edit) drafted.edits.push_back(std::move(*edit));
    if (pair_.desired != nullptr) drafted.needs = pair_.desired->needs;
    drafted.delta = delta(pair_.live, plan_.add, plan_.remove);
    drafted.exclusive = pair_.exclusive;
    d_.drafted.push_back(std::move(drafted));
  }

  Drafting& d_;
  const PairInput& pair_;
  Principal principal_;
  NaturalKey key_;
  Address address_;
  WordsInput words_;
  WordsPlan plan_;
  bool accepted_ = false;
};

}  // namespace

void draft_pair(Drafting& drafting, const PairInput& pair) { PairDraft(drafting, pair).run(); }

void forget_entry(Drafting& drafting, const Recorded& record, const std::string& because) {
  const Address address = drafting.address_now(record.address);
  Drafted drafted;
  drafted.change = Forget{{address, record.fields}, because};
  drafted.edits.emplace_back(Remove{address});
  drafting.drafted.push_back(std::move(drafted));
}

}  // namespace dgctl::engine
