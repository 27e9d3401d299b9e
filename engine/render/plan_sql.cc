#include "engine/render/plan_sql.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"
#include "engine/render/change_words.h"
#include "engine/render/phrases.h"
#include "engine/render/plan_text.h"
#include "engine/render/shown.h"
#include "engine/sql/quoting.h"
#include "engine/sql/statements.h"

namespace dgctl::engine {
namespace {

/// Further lines of a comment stand below its beginning.
constexpr const char* kInset = "    ";

/// The fields that a change writes, if it is of what exists already.
const std::vector<FieldChange>* written_fields(const Change& change) {
  if (const auto* update = std::get_if<Update>(&change)) return &update->fields;
  if (const auto* adopt = std::get_if<Adopt>(&change)) return &adopt->fields;
  if (const auto* replace = std::get_if<Replace>(&change)) return &replace->because;
  return nullptr;
}

/// What a change makes of a resource, or what it takes away.
const Resource* subject_of(const Change& change) {
  return std::visit(Overloaded{
                        [](const NoOp&) -> const Resource* { return nullptr; },
                        [](const Record&) -> const Resource* { return nullptr; },
                        [](const Create& c) { return &c.desired; },
                        [](const Update& c) { return &c.desired; },
                        [](const Replace& c) { return &c.desired; },
                        [](const Adopt& c) { return &c.desired; },
                        [](const Move&) -> const Resource* { return nullptr; },
                        [](const Delete& c) { return &c.live; },
                        [](const Forget&) -> const Resource* { return nullptr; },
                    },
                    change);
}

const Fields& live_fields(const Change& change) {
  static const Fields kNone;
  if (const auto* update = std::get_if<Update>(&change)) return update->live.fields;
  if (const auto* adopt = std::get_if<Adopt>(&change)) return adopt->live.fields;
  return kNone;
}

class PlanSql {
 public:
  explicit PlanSql(const PlanFile& file) : file_(file), plan_(file.plan) {}

  std::string render() {
    for (const Step& step : plan_.steps) add(step);
    return head() + body_;
  }

 private:
  // ---- what stands above the statements

  [[nodiscard]] std::string head() const {
    std::string out =
        sql_comment(file_.operation == "destroy"
                        ? "Databricks SQL of a plan to destroy, made by dgctl, in the order in "
                          "which it has to run"
                        : "Databricks SQL of a plan of dgctl, in the order in which it has to run");
    out += "\n";
    for (const std::string& line : head_lines()) out += sql_comment(line) + "\n";
    return out;
  }

  [[nodiscard]] std::vector<std::string> head_lines() const {
    std::vector<std::string> lines{"  workspace  " + file_.workspace.host,
                                   "  stack      " + file_.stack + "/" + file_.target,
                                   "  made at    " + file_.made_at,
                                   plan_summary(file_)};
    add_refusals(lines);
    add_notes(lines);
    add_waiting(lines);
    if (has_left_ && plan_.refusals.empty()) {
      lines.insert(lines.end(),
                   {"",
                    "What SQL cannot do stands as a comment. `" + command() +
                        "` does it, and records what was done here."});
    }
    if (plan_.steps.empty() && has_changes(plan_)) {
      lines.insert(lines.end(), {"", "Nothing is to be run: only the state of dgctl changes."});
    }
    return lines;
  }

  void add_refusals(std::vector<std::string>& lines) const {
    if (plan_.refusals.empty()) return;
    lines.emplace_back();
    for (std::string refusal : plan_.refusals) {
      // Some programs that run files of SQL look for their end also in comments.
      std::replace(refusal.begin(), refusal.end(), ';', ',');
      lines.push_back("NOT APPLYABLE: " + refusal);
    }
    lines.emplace_back(
        "dgctl refuses to carry this plan out, so every statement stands behind --? and does not "
        "run.");
  }

  void add_notes(std::vector<std::string>& lines) const {
    std::vector<std::string> notes;
    if (!file_.interrupted.empty()) {
      notes.push_back(interrupted_text(file_.interrupted, file_.lock_holder));
    }
    for (const std::string& warning : plan_.warnings) notes.push_back("Warning: " + warning);
    for (const HiddenRead& hidden : plan_.hidden) {
      notes.push_back("May not be seen, so that nothing is planned for it: " +
                      to_string(hidden.lookup));
    }
    for (const Kept& kept : plan_.kept) {
      notes.push_back("Not deleted: " + to_string(kept.address) + " (" + kept.because + ")");
    }
    if (notes.empty()) return;
    lines.emplace_back();
    lines.insert(lines.end(), notes.begin(), notes.end());
  }

  void add_waiting(std::vector<std::string>& lines) const {
    if (waiting_.empty()) return;
    lines.insert(lines.end(),
                 {"",
                  "Lines that begin with --? cannot run yet. Put the value in the place of",
                  "its <name>, and take --? away in front of the lines that have it:"});
    for (const auto& [ref, statements] : waiting_) {
      lines.push_back("  " + placeholder(ref) + "  in " + std::to_string(statements) +
                      (statements == 1 ? " statement" : " statements"));
    }
    lines.emplace_back("Or have it made first: `dgctl plan -o sql` then writes the value itself.");
  }

  /// What carries the plan out.
  [[nodiscard]] std::string command() const {
    return file_.operation == "apply" ? "dgctl apply" : "dgctl " + file_.operation;
  }

  // ---- the steps

  void add(const Step& step) {
    std::visit(Overloaded{
                   [&](const CreateObject& call) {
                     if (!has_statements(call.kind)) return add_left(step);
                     const bool anew = std::holds_alternative<Replace>(first_change(step));
                     add_object(step, create_in_sql(call, anew));
                   },
                   [&](const UpdateObject& call) {
                     if (!has_statements(call.kind)) return add_left(step);
                     add_object(step, update_in_sql(call, live_fields(first_change(step))));
                   },
                   [&](const DeleteObject& call) {
                     if (!has_statements(call.kind)) return add_left(step);
                     add_object(step, drop_in_sql(call));
                   },
                   [&](const PatchGrants& call) { add_grants(step, call); },
                   [&](const WriteAcl&) { add_left(step); },
                   [&](const IssueSecret&) { add_left(step); },
                   [&](const StoreSecret&) { add_left(step); },
                   [&](const ProveSecret&) { add_left(step); },
                   [&](const RetireSecret&) { add_left(step); },
               },
               step.call);
  }

  [[nodiscard]] const Change& first_change(const Step& step) const {
    return plan_.changes.at(step.changes.front());
  }

  /// A catalog or a schema; further changes of the step come with it.
  void add_object(const Step& step, const InSql& sql) {
    const Change& change = first_change(step);
    say("\n" + sql_comment(title(change)));
    if (const auto* update = std::get_if<UpdateObject>(&step.call)) {
      say_fields(change, update->changed);
    } else {
      say_replacement(step.changes.front(), step.call);
    }
    for (std::size_t i = 1; i < step.changes.size(); ++i) {
      say_below("with it: " + title(plan_.changes.at(step.changes[i])));
    }
    write(sql);
  }

  void add_grants(const Step& step, const PatchGrants& call) {
    for (const GrantDelta& delta : call.deltas) {
      const auto change =
          std::find_if(step.changes.begin(), step.changes.end(), [&](std::size_t index) {
            const Resource* subject = subject_of(plan_.changes.at(index));
            return subject != nullptr && entry_of(subject->fields).principal == delta.principal;
          });
      say("\n" + sql_comment(change == step.changes.end() ? to_string(step.call)
                                                          : title(plan_.changes.at(*change))));
      if (delta.remove.contains(std::string(kAllPrivileges)) && !delta.add.empty()) {
        say_below("Run these together: ALL PRIVILEGES take along what they imply, what stays is");
        say_below("granted again.");
      }
      write(grants_in_sql(call.on, delta));
    }
  }

  /// A step without SQL. Of a change with several such steps all is said at the first.
  void add_left(const Step& step) {
    for (const std::size_t index : step.changes) {
      if (!told_.insert(index).second) continue;
      const Change& change = plan_.changes.at(index);
      const Resource* subject = subject_of(change);
      if (subject == nullptr) continue;
      const Descriptor& descriptor = descriptor_of(subject->address.kind);
      say("\n" + sql_comment(title(change)));
      say_values(change, *subject, descriptor);
      say_below("No SQL does this. `" + command() + "` does, or " + descriptor.source);
      has_left_ = true;
    }
  }

  // ---- comments

  void say(const std::string& line) { body_ += line + "\n"; }
  void say_below(const std::string& text) { say(sql_comment(kInset + text)); }

  /// "+ catalog.main segment_linked_profiles_db, moved in the configuration"
  [[nodiscard]] std::string title(const Change& change) const {
    std::string text = symbol_of(change) + " " + to_string(address_of(change));
    const Resource* subject = subject_of(change);
    if (subject != nullptr) {
      const Descriptor& descriptor = descriptor_of(subject->address.kind);
      const std::string name = descriptor.shape == Shape::Object
                                   ? full_name(descriptor, subject->fields)
                                   : text_of(subject->fields, "id");
      if (!name.empty()) text += " " + name;
    }
    const std::string why = movers(change);
    return why.empty() ? text : text + ", " + why;
  }

  /// Who moved, each once.
  [[nodiscard]] std::string movers(const Change& change) const {
    std::set<Mover> movers;
    if (const auto* create = std::get_if<Create>(&change)) movers.insert(create->mover);
    const auto* removal = std::get_if<Delete>(&change);
    if (removal != nullptr && file_.operation != "destroy") movers.insert(removal->mover);
    if (const std::vector<FieldChange>* fields = written_fields(change)) {
      for (const FieldChange& field : *fields) movers.insert(field.mover);
    }
    std::string text;
    for (const Mover mover : movers) {
      text += (text.empty() ? "" : ", ") + mover_text(mover, file_.last_applied);
    }
    return text;
  }

  /// "comment: scratch -> Checkpoint tables", of the fields that a step writes.
  void say_fields(const Change& change, const Fields& written) {
    const std::vector<FieldChange>* fields = written_fields(change);
    if (fields == nullptr) return;
    for (const FieldChange& field : *fields) {
      if (find(written, field.field) != nullptr) say_below(moved(change, field));
    }
  }

  static std::string moved(const Change& change, const FieldChange& field) {
    const Field* known = descriptor_of(address_of(change).kind).field(field.field);
    if (known != nullptr && known->set_like) return field.field + ": " + shown_members(field);
    return field.field + ": " + shown(field.live ? &*field.live : nullptr) + " -> " +
           shown(field.desired ? &*field.desired : nullptr);
  }

  /// Why, before the first of its statements.
  void say_replacement(std::size_t index, const Call& call) {
    const Change& change = plan_.changes.at(index);
    const auto* replace = std::get_if<Replace>(&change);
    if (replace == nullptr) return;
    if (std::holds_alternative<CreateObject>(call)) return say_below("made again");
    if (!told_.insert(index).second) return;
    for (const FieldChange& field : replace->because) {
      say_below(moved(change, field) + " (forces replacement)");
    }
    for (const std::string& name : replace->with) say_below("deletes what it holds: " + name);
    for (const auto& [principal, words] : replace->ends) {
      say_below("ends the grant of " + shown(words) + " to " + principal);
    }
  }

  /// What somebody would have to enter by hand.
  void say_values(const Change& change, const Resource& subject, const Descriptor& descriptor) {
    if (std::holds_alternative<Delete>(change)) return;
    if (const std::vector<FieldChange>* fields = written_fields(change)) {
      for (const FieldChange& field : *fields) say_below(moved(change, field));
      return;
    }
    // The address of an entry says whom it is for and on what.
    if (descriptor.shape == Shape::Entry) {
      return say_below("level: " + text_of(subject.fields, "level"));
    }
    for (const Field& field : descriptor.fields) {
      const Value* value = find(subject.fields, field.name);
      if (value == nullptr || field.is_name || field.is_label) continue;
      say_below(field.name + ": " + shown(value));
    }
  }

  // ---- statements

  void write(const InSql& sql) {
    for (const Statement& statement : sql.statements) {
      const std::set<AttributeRef> waits(statement.waits_for.begin(), statement.waits_for.end());
      for (const AttributeRef& ref : waits) ++waiting_[ref];
      const std::string text = statement.text + ";";
      say(waits.empty() && plan_.refusals.empty() ? text : not_yet(text));
    }
    for (const std::string& left : sql.left) {
      std::string text = "Not done here: " + left + ".";
      if (plan_.refusals.empty()) text += " `" + command() + "` does.";
      say_below(text);
      has_left_ = true;
    }
  }

  static std::string not_yet(const std::string& text) {
    std::string out = kNotYet;
    for (const char c : text) {
      out += c;
      if (c == '\n') out += kNotYet;
    }
    return out;
  }

  const PlanFile& file_;
  const Plan& plan_;
  std::string body_;
  std::map<AttributeRef, std::size_t> waiting_;  ///< how many statements wait for it
  std::set<std::size_t> told_;                   ///< changes of which all is said
  bool has_left_ = false;
};

}  // namespace

std::string plan_sql(const PlanFile& file) { return PlanSql(file).render(); }

}  // namespace dgctl::engine
