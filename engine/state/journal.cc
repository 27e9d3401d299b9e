#include "engine/state/journal.h"

#include <algorithm>
#include <array>

#include "engine/digest/sha256.h"
#include "engine/model/overloaded.h"
#include "engine/state/call_document.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kSumLength = 16;  // of 64 digits: an accident is noticed, nobody is kept out

std::string sum_of(const std::string& entry) { return sha256(entry).substr(0, kSumLength); }

constexpr std::string_view kFront = R"({"sum":")";
constexpr const char* kAfter = "after";  // the checksum of the line before; "" in the first

/// The checksum that a line bears.
std::string sum_in(const std::string& line) { return line.substr(kFront.size(), kSumLength); }

std::string line_of(const Fields& fields) {
  const std::string entry = to_json(fields);
  return R"({"sum":")" + sum_of(entry) + R"(","entry":)" + entry + "}";
}

/// The entry of a line, or nothing if the line is damaged.
std::optional<Value> entry_of_line(const std::string& line) {
  static constexpr std::string_view kMiddle = R"(","entry":)";
  const std::size_t start = kFront.size() + kSumLength + kMiddle.size();
  if (line.size() <= start || !line.starts_with(kFront) || line.back() != '}') return std::nullopt;
  const std::string entry = line.substr(start, line.size() - start - 1);
  if (line.compare(kFront.size() + kSumLength, kMiddle.size(), kMiddle) != 0) return std::nullopt;
  if (sum_in(line) != sum_of(entry)) return std::nullopt;
  return from_json(entry);
}

List edits_value(const std::vector<StateEdit>& edits) {
  List items;
  for (const StateEdit& edit : edits) items.push_back(to_value(edit));
  return items;
}

std::vector<StateEdit> edits_in(const Fields& fields) {
  std::vector<StateEdit> edits;
  for (const Value& item : list_in(fields, "edits")) edits.push_back(edit_from(item));
  return edits;
}

StepId step_in(const Fields& fields) { return static_cast<StepId>(number_in(fields, "step")); }

constexpr std::array kClasses{ErrorClass::Throttled,
                              ErrorClass::Transient,
                              ErrorClass::NotVisible,
                              ErrorClass::Conflict,
                              ErrorClass::Unauthenticated,
                              ErrorClass::Denied,
                              ErrorClass::NotFound,
                              ErrorClass::Invalid,
                              ErrorClass::Transport,
                              ErrorClass::Ours};

ErrorClass class_in(const Fields& fields) {
  const std::string name = text_in(fields, "class");
  const auto* it = std::find_if(kClasses.begin(), kClasses.end(), [&](ErrorClass candidate) {
    return to_string(candidate) == name;
  });
  if (it == kClasses.end()) throw CorruptError("'" + name + "' is no class of error");
  return *it;
}

Begin begin_from(const Fields& fields) {
  Begin begin;
  begin.run = text_in(fields, "run");
  begin.operation = text_in(fields, "operation");
  begin.who = text_in(fields, "who");
  begin.at = text_in(fields, "at");
  begin.plan = text_in(fields, "plan");
  begin.lineage = text_in(fields, "lineage");
  begin.serial = static_cast<std::uint64_t>(number_in(fields, "serial"));
  begin.stack = text_in(fields, "stack");
  begin.pins = pins_from(fields_in(fields, "pins"));
  begin.edits = edits_in(fields);
  begin.excess = excess_in(fields, "excess");
  for (const Value& step : list_in(fields, "done")) {
    const auto* id = std::get_if<std::int64_t>(&step.is);
    if (id == nullptr) throw CorruptError("'done' holds no numbers");
    begin.done.push_back(static_cast<StepId>(*id));
  }
  return begin;
}

Attempt& attempt_of(Journal& journal, StepId step) {
  const auto it = std::find_if(journal.attempts.rbegin(),
                               journal.attempts.rend(),
                               [&](const Attempt& a) { return a.intent.step == step; });
  if (it == journal.attempts.rend()) {
    throw CorruptError("step " + std::to_string(step) + " has an outcome but was not begun");
  }
  return *it;
}

void read_entry(std::optional<Journal>& journal, const Fields& fields) {
  const std::string what = text_in(fields, "what");
  if (what == "begin") {
    if (journal) throw CorruptError("a second run begins in it");
    journal = Journal{begin_from(fields), {}};
    return;
  }
  if (!journal) throw CorruptError("it does not start with the begin of a run");
  const StepId step = step_in(fields);
  if (what == "intent") {
    const Intent intent{
        step, call_from(fields_in(fields, "call")), flag_in(fields, "existed"), edits_in(fields)};
    journal->attempts.push_back({intent, {}});
  } else if (what == "done") {
    attempt_of(*journal, step).heard =
        Done{step, {text_in(fields, "id"), fields_in(fields, "outputs")}};
  } else if (what == "failed") {
    attempt_of(*journal, step).heard = NotDone{
        step, class_in(fields), flag_in(fields, "may_have_happened"), text_in(fields, "why")};
  } else {
    throw CorruptError("'" + what +
                       "' is no entry of a journal; a newer dgctl may have written it");
  }
}

/// Whether each line follows the one before it.
class Links {
 public:
  void require(const Fields& fields, const std::string& line) {
    const std::string* after = text_of_field(fields);
    if (is_first_) are_linked_ = after != nullptr;
    const bool follows = are_linked_ ? after != nullptr && *after == last_sum_ : after == nullptr;
    if (!follows) {
      throw CorruptError(
          "a line of it is missing, doubled or in another's place, which no interruption leaves");
    }
    is_first_ = false;
    last_sum_ = sum_in(line);
  }

 private:
  static const std::string* text_of_field(const Fields& fields) {
    const Value* after = find(fields, kAfter);
    return after == nullptr ? nullptr : after->text();
  }

  bool is_first_ = true;
  bool are_linked_ = false;
  std::string last_sum_;
};

}  // namespace

std::string JournalLines::linked(Fields entry) {
  entry.insert_or_assign(kAfter, last_sum_);
  std::string line = line_of(entry);
  last_sum_ = sum_in(line);
  return line;
}

std::string JournalLines::line(const Begin& entry) {
  last_sum_.clear();
  List done;
  for (const StepId step : entry.done) done.emplace_back(std::int64_t{step});
  return linked({{"at", entry.at},
                 {"done", std::move(done)},
                 {"edits", edits_value(entry.edits)},
                 {"excess", excess_value(entry.excess)},
                 {"lineage", entry.lineage},
                 {"operation", entry.operation},
                 {"pins", to_value(entry.pins)},
                 {"plan", entry.plan},
                 {"run", entry.run},
                 {"serial", static_cast<std::int64_t>(entry.serial)},
                 {"stack", entry.stack},
                 {"what", "begin"},
                 {"who", entry.who}});
}

std::string JournalLines::line(const Intent& entry) {
  return linked({{"call", to_value(entry.call)},
                 {"edits", edits_value(entry.edits)},
                 {"existed", entry.existed},
                 {"step", std::int64_t{entry.step}},
                 {"what", "intent"}});
}

std::string JournalLines::line(const Done& entry) {
  return linked({{"id", entry.outcome.id},
                 {"outputs", entry.outcome.outputs},
                 {"step", std::int64_t{entry.step}},
                 {"what", "done"}});
}

std::string JournalLines::line(const NotDone& entry) {
  return linked({{"class", to_string(entry.error_class)},
                 {"may_have_happened", entry.may_have_happened},
                 {"step", std::int64_t{entry.step}},
                 {"what", "failed"},
                 {"why", entry.why}});
}

std::optional<Journal> journal_from(const std::vector<std::string>& lines) {
  std::optional<Journal> journal;
  bool damaged = false;
  Links links;
  for (const std::string& line : lines) {
    const std::optional<Value> entry = entry_of_line(line);
    if (!entry) {
      damaged = true;
    } else if (damaged) {
      throw CorruptError(
          "a line of it is damaged and a later one is not, which no interruption leaves");
    } else {
      const Fields& fields = object_in(*entry, "an entry");
      links.require(fields, line);
      read_entry(journal, fields);
    }
  }
  return journal;
}

namespace {

/// What a creation yielded, for whatever else came with it.
std::map<Address, Fields> yielded_by(const CreateObject& call,
                                     const std::vector<StateEdit>& edits,
                                     const StepOutcome& outcome) {
  for (const StateEdit& edit : edits) {
    const auto* put = std::get_if<Put>(&edit);
    if (put == nullptr || put->recorded.address.kind != call.kind) continue;
    Fields fields = outcome.outputs;
    fields.insert_or_assign("id", outcome.id);
    return {{put->recorded.address, std::move(fields)}};
  }
  return {};
}

void complete(RecordedSecret& secret, const IssueSecret& call, const StepOutcome& outcome) {
  if (!secret.id.empty()) return;
  secret.id = outcome.id;
  secret.hash = text_of(outcome.outputs, "hash");
  secret.created = text_of(outcome.outputs, "created");
  secret.expires = text_of(outcome.outputs, "expires");
  if (call.principal_id.text() != nullptr) secret.principal_id = *call.principal_id.text();
}

/// What the making of an object says of it and of what refers to it.
void complete_made(std::vector<StateEdit>& edits,
                   const CreateObject& call,
                   const StepOutcome& outcome) {
  const std::map<Address, Fields> yielded = yielded_by(call, edits, outcome);
  for (StateEdit& edit : edits) {
    auto* put = std::get_if<Put>(&edit);
    if (put == nullptr) continue;
    put->recorded.fields = filled(put->recorded.fields, yielded);
    const bool is_made = put->recorded.address.kind == call.kind;
    if (is_made && put->recorded.id.empty()) put->recorded.id = outcome.id;
  }
}

/// Whose id was known only once it was made.
void complete_updated(std::vector<StateEdit>& edits, const UpdateObject& call) {
  if (call.id.text() == nullptr) return;
  for (StateEdit& edit : edits) {
    auto* put = std::get_if<Put>(&edit);
    const bool is_its = put != nullptr && put->recorded.address.kind == call.kind;
    if (is_its && put->recorded.id.empty()) put->recorded.id = *call.id.text();
  }
}

void complete_issued(std::vector<StateEdit>& edits,
                     const IssueSecret& call,
                     const StepOutcome& outcome) {
  for (StateEdit& edit : edits) {
    if (auto* put = std::get_if<PutSecret>(&edit)) complete(put->secret, call, outcome);
  }
}

}  // namespace

std::vector<StateEdit> edits_after(const Intent& intent, const StepOutcome& outcome) {
  std::vector<StateEdit> edits = intent.edits;
  if (const auto* create = std::get_if<CreateObject>(&intent.call)) {
    complete_made(edits, *create, outcome);
  } else if (const auto* update = std::get_if<UpdateObject>(&intent.call)) {
    complete_updated(edits, *update);
  } else if (const auto* issue = std::get_if<IssueSecret>(&intent.call)) {
    complete_issued(edits, *issue, outcome);
  }
  return edits;
}

}  // namespace dgctl::engine
