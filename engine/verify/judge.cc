#include "engine/verify/judge.h"

#include <algorithm>

#include "engine/model/privileges.h"
#include "engine/sql/statements.h"
#include "engine/verify/failure.h"
#include "engine/verify/gate_words.h"

namespace dgctl::engine {
namespace {

/// What the workspace said, in one line, as the end of a sentence.
std::string said(const SqlFailure& failure) {
  std::string text = failure.condition;
  if (!failure.message.empty()) text += (text.empty() ? "" : ": ") + failure.message;
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (text.ends_with('.') || text.ends_with(' ')) text.pop_back();
  if (text.empty()) text = "nothing that says why";
  const bool is_told =
      failure.sql_state.empty() || text.find(failure.sql_state) != std::string::npos;
  return is_told ? text : text + " (SQLSTATE " + failure.sql_state + ")";
}

/// Whether a write to it fails for everybody, since it is a view.
bool takes_no_writes(const SqlFailure& failure) {
  static constexpr std::string_view kView = "EXPECT_TABLE_NOT_VIEW";
  return failure.condition == kView || failure.condition.starts_with(std::string(kView) + ".");
}

class Judging {
 public:
  Judging(const LiveCheck& check, Existence existence, const GrantedTo& to)
      : check_(check), existence_(existence), to_(to) {
    result_.check = check;
  }

  CheckResult of(const Rows& rows) && {
    const bool counts = check_.counts_rows || check_.expected == Expectation::OneRow;
    if (counts && rows.is_complete) result_.rows = rows.cells.size();
    switch (check_.expected) {
      case Expectation::Works:
        tell_rows(rows);
        break;
      case Expectation::Lists:
        judge_list(rows);
        break;
      case Expectation::OneRow:
        judge_row();
        break;
      case Expectation::Denied:
        judge_not_denied();
        break;
    }
    return std::move(result_);
  }

  CheckResult of(const SqlFailure& failure) && {
    result_.failure = failure;
    if (check_.expected == Expectation::Denied) {
      judge_denied(failure);
    } else if (is_denial(failure)) {
      judge_denial(failure);
    } else if (is_not_found(failure)) {
      judge_not_found(failure);
    } else {
      judge_other(failure);
    }
    return std::move(result_);
  }

  CheckResult of(const NotRun& not_run) && {
    const bool is_of_warehouse = check_.on.type == "sql_warehouse";
    result_.judgement = Judgement::Unknown;
    result_.text = not_run.why;
    if (is_of_warehouse && not_run.error_class == ErrorClass::Denied) {
      result_.judgement = Judgement::Failed;
      remedy_of_denied_warehouse(not_run.why);
    } else if (is_of_warehouse && (not_run.error_class == ErrorClass::NotFound ||
                                   not_run.error_class == ErrorClass::Invalid)) {
      result_.judgement = Judgement::Failed;
      result_.remedies.emplace_back(
          "`dgctl plan` says whether the warehouse is still there, `dgctl apply` makes it, if it "
          "is "
          "this stack's");
    } else {
      result_.remedies.emplace_back("run it again; this says nothing of grants");
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] MissingGrant missing(const Gate& gate) const {
    MissingGrant missing{gate, {}, std::nullopt};
    if (gate.on.type == "sql_warehouse") {
      if (check_.because.kind == "permission") missing.address = check_.because;
      return missing;
    }
    // Where the configuration gives it, on what it gives it on: that is what apply puts back.
    Gate given = gate;
    if (const Granted* granted = to_.giving(gate)) {
      missing.address = granted->address;
      given.on = granted->on;
      if (!granted->words.contains(gate.privilege)) given.privilege = kAllPrivileges;
    }
    missing.gate = given;
    const InSql sql = grants_in_sql(given.on, {to_.client_id, {given.privilege}, {}});
    if (!sql.statements.empty()) missing.sql = sql.statements.front().text;
    return missing;
  }

  /// It takes a level on the warehouse, and the entitlement to run SQL at all.
  void remedy_of_denied_warehouse(const std::string& why) {
    if (why.find("entitlement") != std::string::npos) {
      result_.remedies.push_back("`dgctl plan` shows whether " + to_.client_id +
                                 " has lost an entitlement that the configuration asks for, "
                                 "`dgctl apply` gives it again; if the configuration asks for "
                                 "none, write entitlements: [databricks-sql-access] into its "
                                 "service_principal");
      return;
    }
    result_.missing.push_back(missing(check_.gates.back()));
    result_.remedies.push_back(check_.because.kind == "permission"
                                   ? "`dgctl apply` gives " + to_.client_id + " " +
                                         check_.gates.back().privilege + " on it again"
                                   : "give " + to_.client_id + " " + check_.gates.back().privilege +
                                         " on it, in the warehouse's Permissions");
  }

  /// What to do about grants that are missing.
  void remedy_of_grants() {
    bool is_asked_for = false;
    for (const MissingGrant& grant : result_.missing) {
      is_asked_for = is_asked_for || grant.address.has_value();
    }
    result_.remedies.emplace_back(
        is_asked_for ? "`dgctl plan` shows whether it is gone, `dgctl apply` gives it again"
                     : "the configuration does not ask for it: add it there, if it is to be held");
  }

  /// Whether a privilege is one of those that the check takes, wherever it is given.
  [[nodiscard]] bool is_own(const Gate& named) const {
    return is_or_holds(named.on, check_.on) ||
           std::any_of(check_.gates.begin(), check_.gates.end(), [&](const Gate& gate) {
             return is_or_holds(named.on, gate.on);
           });
  }

  void judge_denial(const SqlFailure& failure) {
    result_.judgement = Judgement::Failed;
    const std::optional<Gate> named = gate_named_in(failure.message, check_);
    if (is_of_binding(failure)) {
      result_.text = "no grant is missing: " + said(failure);
      result_.remedies.emplace_back(
          "bind the catalog to this workspace, for writing as well where that is to work, or open "
          "it to all workspaces; `dgctl doctor` says how it is bound");
      return;
    }
    if (!named) {
      result_.text =
          "the workspace denies it and does not say which privilege is missing: " + said(failure);
      for (const Gate& gate : check_.gates) result_.missing.push_back(missing(gate));
    } else if (!is_own(*named)) {
      result_.text = called(check_.on) + " reads " + called(named->on) + ", and " + called(*named) +
                     " is missing: " + said(failure);
      result_.remedies.push_back("what " + check_.on.full_name +
                                 " is made of must be readable by its owner; the grants on " +
                                 check_.on.full_name + " are not what is missing");
      return;
    } else {
      result_.missing.push_back(missing(*named));
      result_.text = called(result_.missing.front().gate) + " is missing";
    }
    remedy_of_grants();
  }

  void judge_not_found(const SqlFailure& failure) {
    result_.judgement = Judgement::Failed;
    const std::string answer = said(failure);
    switch (existence_) {
      case Existence::Absent:
        result_.text = called(check_.on) + " does not exist: " + answer;
        result_.remedies.emplace_back(
            "`dgctl plan` says whether this stack makes it; else make it, or take it out of the "
            "configuration; no grant is missing before it is there");
        return;
      case Existence::Exists:
        result_.text = called(check_.on) + " is there, and " + to_.client_id +
                       " may not see it: a grant is missing: " + answer;
        break;
      case Existence::CannotTell:
        result_.text = called(check_.on) + " does not exist, or " + to_.client_id +
                       " may not see it; the workspace answers both alike: " + answer;
        break;
    }
    for (const Gate& gate : check_.gates) result_.missing.push_back(missing(gate));
    remedy_of_grants();
  }

  void judge_other(const SqlFailure& failure) {
    result_.judgement = Judgement::Unknown;
    result_.text = "it failed, and not for a missing grant: " + said(failure);
    result_.remedies.push_back(
        check_.on.type == "sql_warehouse"
            ? "look at the warehouse in the workspace, and run it again"
            : "run the statement as its owner, and put right what that says of " +
                  called(check_.on));
  }

  /// Whether the rows of SHOW GRANTS name a privilege, or the one that implies it.
  static bool is_listed_in(const Rows& rows, const std::string& privilege) {
    const auto column = std::find(rows.columns.begin(), rows.columns.end(), "actionType");
    const auto at = static_cast<std::size_t>(column - rows.columns.begin());
    return std::any_of(rows.cells.begin(), rows.cells.end(), [&](const auto& row) {
      const std::optional<std::string> cell = at < row.size() ? row[at] : std::nullopt;
      std::string word = cell.value_or("");
      std::replace(word.begin(), word.end(), ' ', '_');
      return word == privilege || (word == kAllPrivileges && is_implied_by_all(privilege));
    });
  }

  /// Of what works: what its rows say.
  void tell_rows(const Rows& rows) {
    if (check_.counts_rows && !rows.is_complete) {
      result_.text = "it works, and how many rows there are was not told";
    } else if (result_.rows == 0) {
      result_.text = check_.on.type == "table" ? "it is empty, or a row filter hides all of them"
                                               : "none is shown";
    }
  }

  /// Of what reads a row back that was written.
  void judge_row() {
    if (!result_.rows) return judge_untold();
    if (*result_.rows == 1) return;
    result_.judgement = Judgement::Failed;
    result_.text = "a row was written, and " + std::to_string(*result_.rows) + " came back";
  }

  void judge_untold() {
    result_.judgement = Judgement::Unknown;
    result_.text = "it works, and its rows were not told whole";
    result_.remedies.emplace_back("run it again");
  }

  void judge_list(const Rows& rows) {
    for (const Gate& gate : check_.gates) {
      if (is_listed_in(rows, gate.privilege)) continue;
      result_.judgement = Judgement::Failed;
      result_.text += (result_.text.empty() ? "" : ", ") + words(gate);
      result_.missing.push_back(missing(gate));
    }
    if (result_.missing.empty()) return;
    if (!rows.is_complete) {
      result_.missing.clear();
      judge_untold();
      return;
    }
    result_.text += (result_.missing.size() == 1 ? " is missing" : " are missing");
    remedy_of_grants();
  }

  void judge_not_denied() {
    const Gate& last = check_.gates.back();
    result_.judgement = check_.excess_is_reported ? Judgement::Excess : Judgement::Failed;
    result_.text = "it is not denied: " + called(last) + " is held, or on what holds it";
  }

  void judge_denied(const SqlFailure& failure) {
    if (is_denial(failure)) {
      const std::optional<Gate> named = gate_named_in(failure.message, check_);
      if (is_of_binding(failure)) {
        result_.text = said(failure);
      } else if (named) {
        result_.text = (named->on == check_.on ? words(*named) : called(*named)) + " is missing";
      }
    } else if (is_not_found(failure) && existence_ == Existence::Exists) {
      result_.text = "it may not even be seen";
    } else if (is_not_found(failure) && existence_ == Existence::Absent) {
      result_.judgement = Judgement::Skipped;
      result_.text = called(check_.on) + " does not exist";
    } else if (check_.gates.back().privilege == "MODIFY" && takes_no_writes(failure)) {
      result_.text = "it takes no writes from anybody: " + said(failure);
    } else {
      result_.judgement = Judgement::Unknown;
      result_.text = "it failed, and not because it is denied: " + said(failure);
      result_.remedies.emplace_back(
          "whether it would be denied cannot be told as long as it fails for that");
    }
  }

  const LiveCheck& check_;
  Existence existence_;
  const GrantedTo& to_;
  CheckResult result_;
};

}  // namespace

CheckResult judged(const LiveCheck& check,
                   const Answer& answer,
                   Existence existence,
                   const GrantedTo& to) {
  Judging judging(check, existence, to);
  return std::visit([&](const auto& one) { return std::move(judging).of(one); }, answer);
}

CheckResult skipped(const LiveCheck& check, const std::string& why) {
  CheckResult result;
  result.check = check;
  result.judgement = check.leaves_open ? Judgement::Unknown : Judgement::Skipped;
  result.text = why;
  if (check.leaves_open) {
    result.remedies.emplace_back("look in the workspace whether it is so, as it was not tried");
  }
  return result;
}

const char* to_string(Judgement judgement) {
  switch (judgement) {
    case Judgement::Passed:
      return "passed";
    case Judgement::Failed:
      return "failed";
    case Judgement::Unknown:
      return "unknown";
    case Judgement::Excess:
      return "excess";
    case Judgement::Skipped:
      return "skipped";
  }
  return "";
}

}  // namespace dgctl::engine
