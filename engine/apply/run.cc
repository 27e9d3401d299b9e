#include "engine/apply/run.h"

#include <algorithm>
#include <stdexcept>

#include "engine/model/duration.h"
#include "engine/model/overloaded.h"
#include "engine/plan/compare.h"
#include "engine/plan/plan_file.h"

namespace dgctl::engine {
namespace {

/// Whether what a step makes or changes was there when the plan was made.
bool existed_before(const Step& step) {
  if (!std::holds_alternative<CreateObject>(step.call)) return true;
  return std::any_of(step.reviewed.begin(), step.reviewed.end(), [](const auto& reviewed) {
    return std::holds_alternative<ByName>(reviewed.first) && reviewed.second != "absent";
  });
}

/// Throws std::logic_error if something is still not known: the order of the steps is wrong then.
Value complete(const Value& value, const std::map<Address, Fields>& outputs) {
  Value whole = filled(value, outputs);
  for (const AttributeRef& ref : references_in(whole)) {
    throw std::logic_error(to_string(ref.of) + " has not yielded its " + ref.field);
  }
  return whole;
}

Fields complete(const Fields& fields, const std::map<Address, Fields>& outputs) {
  return std::get<Fields>(complete(Value(fields), outputs).is);
}

/// What the own step yields is not known yet; it is filled in with its outcome.
void fill(StateEdit& edit, const std::map<Address, Fields>& outputs) {
  if (auto* put = std::get_if<Put>(&edit)) {
    put->recorded.fields = filled(put->recorded.fields, outputs);
  } else if (auto* secret = std::get_if<PutSecret>(&edit)) {
    secret->of.fields = filled(secret->of.fields, outputs);
  }
}

}  // namespace

std::string to_rfc3339(std::chrono::system_clock::time_point time) {
  return rfc3339_of(std::chrono::system_clock::to_time_t(time));
}

Run::Run(RunStart start, Ledger ledger, std::stop_token stop)
    : plan_(start.plan),
      edits_(start.plan),
      state_(std::move(start.state)),
      version_(std::move(start.version)),
      begin_(std::move(start.begin)),
      outputs_(std::move(start.outputs)),
      repeated_(std::move(start.repeated)),
      ledger_(ledger),
      schedule_(start.plan.steps),
      stop_(std::move(stop)) {
  begin_.at = to_rfc3339(ledger_.clock.now());
  begin_.lineage = state_.lineage;
  begin_.stack = state_.stack;
  begin_.pins = state_.pins;
  begin_.serial = version_.serial;
  begin_.edits = edits_.without_step();
  begin_.excess = plan_.excess;
  for (const StateEdit& edit : begin_.edits) apply_edit(state_, edit);
  state_.excess = plan_.excess;
  for (const StepId step : begin_.done) schedule_.finished(step, Applied{});
  const std::vector<std::string> line{lines_.line(begin_)};
  ledger_.journal.cut(line, ledger_.fence, stop_);
}

namespace {

/// A creation under a name that tells who made it, where the kind has no other proof.
CreateObject with_proof(CreateObject call, const std::string& run, StepId step) {
  for (const Field& field : descriptor_of(call.kind).fields) {
    if (!field.proves_creation) continue;
    call.fields.insert_or_assign(field.name, kProofPrefix + run + "-" + std::to_string(step));
  }
  return call;
}

}  // namespace

Call Run::known(const Step& step) const {
  return std::visit(
      Overloaded{
          [&](const CreateObject& c) -> Call {
            return with_proof({c.kind, complete(c.fields, outputs_)}, begin_.run, step.id);
          },
          [&](const UpdateObject& c) -> Call {
            return UpdateObject{
                c.kind, complete(c.id, outputs_), complete(c.changed, outputs_), c.words};
          },
          [&](const DeleteObject& c) -> Call { return c; },
          [&](const PatchGrants& c) -> Call {
            PatchGrants patch = c;
            for (GrantDelta& delta : patch.deltas) {
              delta.principal = complete(delta.principal, outputs_);
            }
            return patch;
          },
          [&](const WriteAcl& c) -> Call {
            WriteAcl acl{c.kind, complete(c.thing, outputs_), c.entries};
            for (AclEntry& entry : acl.entries) {
              entry.principal = complete(entry.principal, outputs_);
            }
            return acl;
          },
          [&](const IssueSecret& c) -> Call {
            IssueSecret issue = c;
            issue.principal_id = complete(c.principal_id, outputs_);
            issue.since = to_rfc3339(ledger_.clock.now());
            const auto sent = repeated_.find(step.id);
            if (sent != repeated_.end()) issue.repeated_since = sent->second;
            return issue;
          },
          [&](const StoreSecret& c) -> Call {
            return StoreSecret{c.secret, c.sink, complete(c.label, outputs_), c.keeps_value};
          },
          [&](const ProveSecret& c) -> Call {
            return ProveSecret{c.secret, c.sink, complete(c.secret_id, outputs_)};
          },
          [&](const RetireSecret& c) -> Call { return c; },
      },
      step.call);
}

/// Whether an update writes what its own run has just been told to be so: the owner of a new object
/// is whoever made it.
bool Run::is_so_already(const Task& task) const {
  const auto* update = std::get_if<UpdateObject>(&task.step.call);
  if (update == nullptr || !update->words.empty()) return false;
  const auto outputs = outputs_.find(address_of(plan_.changes.at(task.step.changes.front())));
  if (outputs == outputs_.end()) return false;
  const Descriptor& descriptor = descriptor_of(update->kind);
  return std::all_of(update->changed.begin(), update->changed.end(), [&](const auto& item) {
    const Value* told = find(outputs->second, item.first);
    return told != nullptr && same(*descriptor.field(item.first), &item.second, told);
  });
}

void Run::count_as_applied(const Task& task, Intent intent) {
  const StepId id = task.step.id;
  intents_.emplace(id, std::move(intent));
  note(id, Applied{});
  intents_.erase(id);
  begin_.done.push_back(id);
  schedule_.finished(id, Applied{});
}

std::vector<Task> Run::next(std::size_t limit) {
  std::vector<Task> tasks;
  JournalLines journal = lines_;
  std::vector<std::string> lines;
  while (tasks.size() < limit) {
    const std::optional<StepId> id = schedule_.first_ready();
    if (!id) break;
    Task task{plan_.steps.at(*id), false};
    task.step.call = known(task.step);
    task.existed = existed_before(task.step);
    Intent intent{*id, task.step.call, task.existed, edits_.with_step(plan_.steps.at(*id), state_)};
    for (StateEdit& edit : intent.edits) fill(edit, outputs_);
    if (is_so_already(task)) {
      count_as_applied(task, std::move(intent));
      continue;
    }
    lines.push_back(journal.line(intent));
    intents_.emplace(*id, std::move(intent));
    schedule_.started(*id);
    tasks.push_back(std::move(task));
  }
  if (tasks.empty()) return tasks;
  ledger_.journal.append(lines, ledger_.fence, stop_);
  lines_ = journal;
  for (const Task& task : tasks) {
    started_.emplace(task.step.id, ledger_.clock.steady());
    tell(task.step.id, "apply_start", to_string(task.step.call));
  }
  return tasks;
}

void Run::tell(StepId step, const char* type, const std::string& text) {
  const bool has_ended = std::string_view(type) != "apply_start";
  Event event{type, text, std::nullopt};
  event.total = plan_.steps.size();
  event.done = schedule_.results().size() + (has_ended ? 1 : 0);
  const auto began = started_.find(step);
  if (has_ended && began != started_.end()) {
    event.took = std::chrono::duration_cast<std::chrono::milliseconds>(ledger_.clock.steady() -
                                                                       began->second);
  }
  for (const std::size_t change : plan_.steps.at(step).changes) {
    if (std::holds_alternative<Record>(plan_.changes.at(change))) continue;
    event.of = address_of(plan_.changes.at(change));
    event.action = action_of(plan_.changes.at(change));
    ledger_.observer.notify(event);
  }
}

void Run::note(StepId step, const Result& result) {
  std::visit(Overloaded{
                 [&](const Applied& applied) {
                   const Intent& intent = intents_.at(step);
                   for (const StateEdit& edit : edits_after(intent, applied.outcome)) {
                     apply_edit(state_, edit);
                   }
                   for (const std::size_t change : plan_.steps.at(step).changes) {
                     Fields& outputs = outputs_[address_of(plan_.changes.at(change))];
                     for (const auto& [name, value] : applied.outcome.outputs) {
                       outputs.insert_or_assign(name, value);
                     }
                     if (!applied.outcome.id.empty())
                       outputs.insert_or_assign("id", applied.outcome.id);
                   }
                   tell(step, "apply_complete", "");
                 },
                 [&](const Failed& failed) { tell(step, "apply_errored", failed.why); },
                 [&](const Stale& stale) { tell(step, "apply_stale", stale.what_moved); },
                 [](const Skipped&) {},
             },
             result);
}

void Run::heard(std::vector<std::pair<StepId, Result>> results) {
  JournalLines journal = lines_;
  std::vector<std::string> lines;
  for (const auto& [step, result] : results) {
    if (const auto* applied = std::get_if<Applied>(&result)) {
      lines.push_back(journal.line(Done{step, applied->outcome}));
    } else if (const auto* failed = std::get_if<Failed>(&result)) {
      lines.push_back(
          journal.line(NotDone{step, failed->error_class, failed->may_have_happened, failed->why}));
    } else if (const auto* stale = std::get_if<Stale>(&result)) {
      lines.push_back(journal.line(NotDone{step, ErrorClass::Conflict, false, stale->what_moved}));
    }
  }
  ledger_.journal.append(lines, ledger_.fence, stop_);
  lines_ = journal;
  for (auto& [step, result] : results) {
    note(step, result);
    const auto* failed = std::get_if<Failed>(&result);
    if (failed == nullptr || !failed->may_have_happened) intents_.erase(step);
    if (std::holds_alternative<Applied>(result)) {
      begin_.done.push_back(step);
      ++unsaved_;
    }
    schedule_.finished(step, std::move(result));
  }
  // A state is written whole: the larger it is the more seldom, so that a run takes time as it has
  // steps. The journal has what the state has not.
  const std::size_t due = std::max(kStepsASave, state_.resources.size() / kPartsOfState);
  if (unsaved_ >= due && !schedule_.done()) save(false);
}

std::vector<std::string> Run::open_journal() {
  const bool all_applied = begin_.done.size() == plan_.steps.size();
  const bool goes_on = !begin_.plan.empty() && !all_applied;
  if (intents_.empty() && !goes_on) return {};
  std::vector<std::string> lines{lines_.line(begin_)};
  for (const auto& [step, intent] : intents_) lines.push_back(lines_.line(intent));
  return lines;
}

void Run::save(bool at_the_end) {
  state_.serial = version_.serial + 1;
  state_.run = begin_.run;
  version_ = ledger_.store.save(state_text(state_), version_, ledger_.fence, stop_);
  unsaved_ = 0;
  // The state has them now: a journal that is worked into it twice does no harm, one that names an
  // older state would be refused.
  begin_.serial = version_.serial;
  begin_.edits.clear();
  std::vector<std::string> lines = open_journal();
  if (lines.empty() && !at_the_end) lines.push_back(lines_.line(begin_));
  ledger_.journal.cut(lines, ledger_.fence, stop_);
}

Counts Run::counts_done() const {
  std::vector<std::size_t> left(plan_.changes.size(), 0);
  for (const Step& step : plan_.steps) {
    for (const std::size_t change : step.changes) ++left.at(change);
  }
  for (const StepId step : begin_.done) {
    for (const std::size_t change : plan_.steps.at(step).changes) --left.at(change);
  }
  Counts counts;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] == 0) add_to(counts, plan_.changes[i]);
  }
  return counts;
}

std::string Run::outcome() const {
  if (begin_.done.size() == plan_.steps.size()) return "done";
  const auto& results = schedule_.results();
  const bool failed = std::any_of(results.begin(), results.end(), [](const auto& item) {
    return !std::holds_alternative<Applied>(item.second);
  });
  return failed ? "partial" : stopped_as_;
}

RunReport Run::finish() {
  const Counts done = counts_done();
  add_run(state_,
          {begin_.run,
           begin_.operation,
           begin_.who,
           to_rfc3339(ledger_.clock.now()),
           begin_.plan,
           outcome(),
           static_cast<std::int64_t>(done.added),
           static_cast<std::int64_t>(done.changed),
           static_cast<std::int64_t>(done.destroyed)});
  save(true);
  return so_far();
}

RunReport Run::so_far() const {
  RunReport report{schedule_.results(), state_, {}, counts_done()};
  for (const auto& [step, intent] : intents_) report.unheard.push_back(step);
  return report;
}

}  // namespace dgctl::engine
