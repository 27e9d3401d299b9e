#include "engine/plan/plan.h"

#include <algorithm>
#include <iterator>

#include "engine/model/overloaded.h"

namespace dgctl::engine {
namespace {

const Put* put_in(const std::vector<StateEdit>& edits) {
  for (const StateEdit& edit : edits) {
    if (const auto* put = std::get_if<Put>(&edit)) return put;
  }
  return nullptr;
}

/// What is recorded of an object that was made and of which some fields are still to be written.
Recorded as_created(Recorded recorded, const CreateObject& call) {
  std::erase_if(recorded.fields,
                [&](const auto& item) { return !call.fields.contains(item.first); });
  return recorded;
}

/// What is recorded of an object of which later steps still write fields.
Recorded as_updated(Recorded recorded,
                    const std::vector<const Step*>& steps,
                    StepId reached,
                    const State& state) {
  const auto before = state.resources.find(recorded.address);
  for (const Step* step : steps) {
    const auto* later = std::get_if<UpdateObject>(&step->call);
    if (step->id <= reached || later == nullptr) continue;
    for (const auto& [name, value] : later->changed) {
      const Value* was =
          before == state.resources.end() ? nullptr : find(before->second.fields, name);
      if (was == nullptr) {
        recorded.fields.erase(name);
      } else {
        recorded.fields.insert_or_assign(name, *was);
      }
    }
  }
  return recorded;
}

const PutSecret* put_secret_in(const std::vector<StateEdit>& edits) {
  for (const StateEdit& edit : edits) {
    if (const auto* put = std::get_if<PutSecret>(&edit)) return put;
  }
  return nullptr;
}

/// The newest secret at an address that is on its way to being proven, or nullptr.
const RecordedSecret* newest_unproven(const State& state, const Address& address) {
  const auto at = state.resources.find(address);
  if (at == state.resources.end()) return nullptr;
  const auto& all = at->second.secrets;
  const auto it = std::find_if(all.rbegin(), all.rend(), [](const RecordedSecret& secret) {
    return secret.status == SecretStatus::Issued || secret.status == SecretStatus::Stored;
  });
  return it == all.rend() ? nullptr : &*it;
}

/// A secret gets as far as `status`.
std::vector<StateEdit> secret_reached(const PutSecret& whole,
                                      SecretStatus status,
                                      const State& state) {
  const RecordedSecret* secret = newest_unproven(state, whole.of.address);
  if (secret == nullptr) return {};
  PutSecret put{whole.of, *secret};
  put.secret.status = status;
  return {put};
}

/// A secret is issued: what an interrupted attempt left recorded is deleted before, by the call.
std::vector<StateEdit> secret_issued(const PutSecret& whole, const State& state) {
  std::vector<StateEdit> edits;
  const auto at = state.resources.find(whole.of.address);
  if (at != state.resources.end()) {
    for (const RecordedSecret& old : at->second.secrets) {
      if (old.status == SecretStatus::Issued)
        edits.emplace_back(DropSecret{whole.of.address, old.id, false});
    }
  }
  PutSecret put = whole;
  put.secret.status = SecretStatus::Issued;
  edits.emplace_back(std::move(put));
  return edits;
}

bool is_deletion_of(const DeleteObject& call, const Change& change) {
  const auto* replace = std::get_if<Replace>(&change);
  return replace != nullptr && call.kind == replace->live.address.kind &&
         call.id == full_name(descriptor_of(call.kind), replace->live.fields);
}

}  // namespace

bool has_changes(const Plan& plan) {
  return std::any_of(plan.changes.begin(), plan.changes.end(), is_counted);
}

bool has_work(const Plan& plan) {
  return has_changes(plan) || plan.records_excess || !plan.relocations.empty() ||
         std::any_of(plan.changes.begin(), plan.changes.end(), [](const Change& change) {
           return std::holds_alternative<Record>(change) || std::holds_alternative<Move>(change);
         });
}

void add_to(Counts& counts, const Change& change) {
  std::visit(Overloaded{
                 [](const NoOp&) {},
                 [](const Record&) {},
                 [&](const Create&) { ++counts.added; },
                 [&](const Update&) { ++counts.changed; },
                 [&](const Replace&) {
                   ++counts.added;
                   ++counts.destroyed;
                 },
                 [&](const Adopt& adopt) {
                   ++counts.imported;
                   if (!adopt.fields.empty()) ++counts.changed;
                 },
                 [](const Move&) {},
                 [&](const Delete&) { ++counts.destroyed; },
                 [&](const Forget&) { ++counts.forgotten; },
             },
             change);
}

Counts count(const std::vector<Change>& changes) {
  Counts counts;
  for (const Change& change : changes) add_to(counts, change);
  return counts;
}

PlannedEdits::PlannedEdits(const Plan& plan) : plan_(plan), steps_of_change_(plan.changes.size()) {
  for (const Step& step : plan.steps) {
    for (const std::size_t change : step.changes) steps_of_change_.at(change).push_back(&step);
  }
}

std::vector<StateEdit> PlannedEdits::without_step() const {
  std::vector<StateEdit> edits = plan_.relocations;
  for (std::size_t i = 0; i < plan_.changes.size(); ++i) {
    if (!steps_of_change_[i].empty()) continue;
    edits.insert(edits.end(), plan_.edits[i].begin(), plan_.edits[i].end());
  }
  return edits;
}

std::vector<StateEdit> PlannedEdits::of_change(const Step& step,
                                               std::size_t change,
                                               const State& state) const {
  const std::vector<StateEdit>& whole = plan_.edits.at(change);
  const std::vector<const Step*>& steps = steps_of_change_.at(change);
  const PutSecret* secret = put_secret_in(whole);
  const bool is_last = steps.back()->id == step.id;
  if (is_last && secret == nullptr) return whole;
  const Put* put = put_in(whole);
  using Edits = std::vector<StateEdit>;
  return std::visit(
      Overloaded{
          [&](const CreateObject& call) {
            return put == nullptr ? Edits{} : Edits{Put{as_created(put->recorded, call)}};
          },
          [&](const UpdateObject&) {
            return put == nullptr ? Edits{}
                                  : Edits{Put{as_updated(put->recorded, steps, step.id, state)}};
          },
          [&](const DeleteObject& call) {
            const Change& of = plan_.changes.at(change);
            return is_deletion_of(call, of) ? Edits{Remove{address_of(of)}} : Edits{};
          },
          [](const PatchGrants&) { return Edits{}; },
          [](const WriteAcl&) { return Edits{}; },
          [&](const IssueSecret&) {
            return secret == nullptr ? Edits{} : secret_issued(*secret, state);
          },
          [&](const StoreSecret&) {
            return secret == nullptr ? Edits{}
                                     : secret_reached(*secret, SecretStatus::Stored, state);
          },
          [&](const ProveSecret&) {
            return secret == nullptr ? Edits{}
                                     : secret_reached(*secret, SecretStatus::Proven, state);
          },
          [](const RetireSecret&) { return Edits{}; },
      },
      step.call);
}

std::vector<StateEdit> PlannedEdits::with_step(const Step& step, const State& state) const {
  std::vector<StateEdit> edits;
  for (const std::size_t change : step.changes) {
    std::vector<StateEdit> of_one = of_change(step, change, state);
    edits.insert(edits.end(),
                 std::make_move_iterator(of_one.begin()),
                 std::make_move_iterator(of_one.end()));
  }
  return edits;
}

}  // namespace dgctl::engine
