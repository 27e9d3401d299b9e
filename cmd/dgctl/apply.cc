#include "cmd/dgctl/apply.h"

#include <algorithm>
#include <ostream>
#include <set>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/carry_out.h"
#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/progress.h"
#include "cmd/dgctl/saved_plan.h"
#include "cmd/dgctl/session.h"
#include "cmd/dgctl/start.h"
#include "engine/apply/attempt.h"
#include "engine/apply/executor.h"
#include "engine/config/language.h"
#include "engine/plan/fingerprint.h"
#include "engine/render/plan_text.h"

namespace dgctl::cmd {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "; ") + line;
  return text;
}

/// Where a step keeps a secret, or "".
std::string sink_of(const engine::Call& call) {
  if (const auto* issue = std::get_if<engine::IssueSecret>(&call)) return issue->sink;
  const auto* store = std::get_if<engine::StoreSecret>(&call);
  return store == nullptr ? std::string() : store->sink;
}

class Applying {
 public:
  Applying(const ApplyOptions& options, Console& console, std::stop_token stop)
      : options_(options), console_(console), stop_(std::move(stop)) {}

  Ending run() { return options_.plan.empty() ? run_fresh() : run_saved(); }

 private:
  [[nodiscard]] const char* operation() const {
    if (options_.rotation) return "rotate";
    return options_.destroy ? "destroy" : "apply";
  }

  /// What to do where nobody can be asked.
  [[nodiscard]] const char* instead_of_asking() const {
    if (options_.rotation) return "give --auto-approve";
    if (options_.destroy) {
      return "give --auto-approve, or have the plan reviewed: `dgctl plan --destroy --out F`, then "
             "`dgctl apply F`";
    }
    return "give --auto-approve, or a plan file made by `dgctl plan --out`";
  }

  // ---- planned now

  Ending run_fresh() {
    const bool can_ask = console_.in_is_terminal && options_.common.input;
    if (!options_.auto_approve && !can_ask) {
      throw UsageError(std::string(operation()) +
                       " asks before it changes anything and there is no terminal to ask on; " +
                       instead_of_asking());
    }
    Configuration configuration = require_configuration(options_.common, console_);
    if (options_.check) options_.check(configuration.desired);
    Session session(std::move(configuration), options_.common, Access::Change);
    session.attach(console_);
    fence_ = session.lock(operation(), console_, stop_);
    Planned planned = planned_now(session);
    console_.out << engine::plan_for_people(planned.file,
                                            console_.out_style(options_.common.no_color))
                 << std::flush;
    tell_plan(planned.file.plan);
    refuse_what_is_not_applyable(planned.file.plan);
    Work work{planned.file,
              {},
              planned.refreshed.state,
              planned.opened.version,
              {},
              {},
              planned.refreshed.live,
              planned.read_at};
    persist_settled(session, planned.opened, planned.refreshed.interrupted, work, false);
    if (!engine::has_work(work.file.plan)) return {};
    refuse_closed_sinks(session, work);
    if (!options_.auto_approve) {
      if (makes_changes(work.file.plan) && !is_approved(session)) {
        return {ExitCode::Error, "error"};
      }
      require_unmoved(session, work);
    }
    return carry_out(std::move(work),
                     session,
                     console_,
                     {options_.common.quiet, options_.common.no_color, fence_},
                     stop_);
  }

  Planned planned_now(Session& session) {
    Progress progress(console_, options_.common.quiet);
    progress.begin_reading(session.desired().workspace.host,
                           [&session] { return session.requests_sent(); });
    return make_plan(session,
                     {options_.destroy, options_.rotation, options_.choices},
                     console_,
                     progress,
                     stop_);
  }

  void tell_plan(const engine::Plan& plan) const {
    if (console_.events == nullptr) return;
    console_.events->write([&](const engine::EventJson& json) { return json.planned(plan); });
  }

  bool is_approved(const Session& session) {
    const std::string wanted = options_.destroy ? session.stack() : "yes";
    const std::string answer =
        ask(console_,
            options_.destroy ? "\nThis deletes what is listed. To go on, type " + wanted + ": "
                             : "\nDo you want to perform these actions? Only 'yes' is accepted: ",
            stop_);
    if (answer == wanted) return true;
    console_.err << "not approved; nothing was changed\n";
    return false;
  }

  // ---- as it was reviewed

  Ending run_saved() {
    const engine::ReadPlan saved = read_saved_plan(options_.plan);
    require_same_operation(saved.file);
    Session session(
        require_planned_configuration(options_.common, options_.plan, saved.file, console_),
        options_.common,
        Access::Change);
    session.attach(console_);
    refuse_another_configuration(session, saved.file);
    fence_ = session.lock(saved.file.operation, console_, stop_);
    tell("reading " + session.desired().workspace.host + " …");
    const engine::Opened opened = session.open_ledger(stop_);
    Work work{saved.file, saved.digest, {}, opened.version, {}, {}, {}, {}};
    const bool goes_on = opened.journal && opened.journal->begin.plan == saved.digest;
    if (!goes_on) refuse_another_state(opened, saved);
    engine::Refreshed settled = engine::settle_only(opened, session.provider(), stop_);
    work.state = std::move(settled.state);
    if (goes_on) {
      work.done = std::move(settled.settled);
      drop_lost_secrets(work);
      console_.out << "Going on with this plan: " << work.done.size() << " of "
                   << work.file.plan.steps.size() << " steps were done already.\n";
    }
    tell_plan(work.file.plan);
    refuse_what_is_not_applyable(work.file.plan);
    require_unmoved(session, work);
    refuse_closed_sinks(session, work);
    persist_settled(session, opened, settled.interrupted, work, goes_on);
    if (!engine::has_work(work.file.plan)) {
      // It did not look whether anything is to be done: the plan says that nothing is.
      console_.out << "\n" << done_summary(work.file.operation, {}) << "\n";
      return {};
    }
    return carry_out(std::move(work),
                     session,
                     console_,
                     {options_.common.quiet, options_.common.no_color, fence_},
                     stop_);
  }

  /// A saved plan is carried out as it was reviewed: no option turns it into another.
  void require_same_operation(const engine::PlanFile& plan) const {
    const ChoiceOptions& choices = options_.choices;
    if (!choices.only.empty() || !choices.release.empty() || !choices.allow.empty() ||
        choices.refresh_only) {
      throw UsageError(
          "--only, --release, --allow and --refresh-only are for a plan that is made now; " +
          options_.plan + " is carried out as it was reviewed: give them to `dgctl plan --out`");
    }
    if (!options_.destroy || plan.operation == "destroy") return;
    throw UsageError("--destroy does not fit " + options_.plan +
                     ", which is no plan to destroy; leave it out, or make such a plan with "
                     "`dgctl plan --destroy --out " +
                     options_.plan + "`");
  }

  void refuse(const std::string& what) {
    throw StaleError("the plan " + options_.plan + " is refused: " + what +
                     "; nothing was changed, plan again");
  }

  void refuse_another_configuration(const Session& session, const engine::PlanFile& plan) {
    const engine::Desired& desired = session.desired();
    if (plan.stack != desired.stack) {
      refuse("it is of stack " + plan.stack + ", the configuration of " + desired.stack);
    }
    if (plan.workspace.host != desired.workspace.host) {
      refuse("it was made for " + plan.workspace.host + ", the configuration names " +
             desired.workspace.host);
    }
    if (plan.desired_digest != engine::desired_digest(desired)) {
      refuse("the configuration asks for something else than when it was made");
    }
  }

  void refuse_another_state(const engine::Opened& opened, const engine::ReadPlan& saved) {
    const engine::PlanFile& plan = saved.file;
    for (const engine::RunRecord& run : opened.state.runs) {
      if (run.plan == saved.digest && run.is_whole()) {
        refuse("it was applied already, by " + run.who + " (" + run.finished + ")");
      }
    }
    if (opened.state.lineage != plan.lineage) {
      refuse("the state is another one than when it was made");
    }
    if (opened.version.serial != plan.serial || opened.journal_digest != plan.journal_digest) {
      refuse("something was applied since it was made");
    }
  }

  // ---- both

  void tell(const std::string& text) {
    if (!options_.common.quiet) {
      console_.err << engine::shown(std::string_view(text)) << "\n" << std::flush;
    }
  }

  /// That no secret could be kept where it belongs is found out before anything is made.
  void refuse_closed_sinks(Session& session, const Work& work) {
    for (const engine::Step& step : work.file.plan.steps) {
      const bool is_done =
          std::find(work.done.begin(), work.done.end(), step.id) != work.done.end();
      const std::string sink = is_done ? std::string() : sink_of(step.call);
      if (!sink.empty()) session.sinks().at(sink).check(stop_);
    }
  }

  static void refuse_what_is_not_applyable(const engine::Plan& plan) {
    if (!plan.refusals.empty())
      throw RefusedError("the plan is not applyable: " + joined(plan.refusals));
  }

  /// Reads again what the steps build on, and who answers: nothing of it may have moved.
  void require_unmoved(Session& session, Work& work) {
    std::vector<engine::Lookup> pins{engine::CurrentWorkspace{}};
    if (!work.file.workspace.account_id.empty()) pins.emplace_back(engine::CurrentAccount{});
    const auto answers = session.provider().read(pins, stop_);
    engine::Live live;
    for (std::size_t i = 0; i < pins.size(); ++i) live.emplace(pins[i], answers[i]);
    if (session.pins(live) != work.file.workspace) {
      throw StaleError(
          "another workspace answers than when the plan was made; nothing was changed");
    }
    work.live.insert(live.begin(), live.end());
    std::set<engine::Lookup> own;
    std::vector<const engine::Step*> left;
    for (const engine::Step& step : work.file.plan.steps) {
      const bool is_done =
          std::find(work.done.begin(), work.done.end(), step.id) != work.done.end();
      if (!is_done) left.push_back(&step);
      if (!is_done && !work.repeated.contains(step.id)) continue;
      for (engine::Lookup& lookup : engine::touched_by(step.call)) own.insert(std::move(lookup));
    }
    const auto moved = engine::moved_since_review(left, session.provider(), own, stop_);
    work.read_at = session.clock().steady();
    if (!moved.empty() && !work.done.empty()) {
      // Some of it is done: the rest goes on, and each step is looked at again just before it.
      work.read_at -= 2 * engine::kReadGoodFor;
    } else if (!moved.empty()) {
      throw StaleError("the workspace moved: " + joined(moved) +
                       "; nothing was changed, plan again");
    }
  }

  /// What an interrupted run did is recorded before anything else is done. Its journal stays where
  /// the same plan goes on, until that has a journal of its own.
  void persist_settled(Session& session,
                       const engine::Opened& opened,
                       const engine::RunRecord& interrupted,
                       Work& work,
                       bool goes_on) {
    if (!opened.journal) return;
    engine::add_run(work.state, interrupted);
    work.state.serial = opened.version.serial + 1;
    work.state.run = opened.journal->begin.run;
    work.version =
        session.state_store().save(engine::state_text(work.state), opened.version, fence_, stop_);
    if (!goes_on) session.journal_store().cut({}, fence_, stop_);
  }

  const ApplyOptions& options_;
  Console& console_;
  std::stop_token stop_;
  std::uint64_t fence_ = 0;
};

CommandText apply_text() {
  CommandText text{
      "apply", "Carry out a saved plan, or plan, ask and apply", "dgctl apply plan.json"};
  text.group = "Plan and apply";
  text.details =
      "A saved plan is carried out as it was reviewed, or refused: if the configuration, the state "
      "or the workspace moved since, nothing is changed. Without one, dgctl plans and asks.\n\n"
      "Each request is in the journal before it is sent. Whatever interrupts a run, run it again: "
      "it learns what was done, and does the rest. Ctrl-C once ends it in order, twice at once.";
  text.more_examples = {
      {"dgctl apply", "Plan, ask, and apply"},
      {"dgctl apply --auto-approve --lock-timeout 10m",
       "Where nobody can be asked, waiting for another run"},
  };
  text.exit_codes = ends_with({ExitCode::Auth,
                               ExitCode::Refused,
                               ExitCode::Locked,
                               ExitCode::Stale,
                               ExitCode::Cancelled,
                               ExitCode::Timeout,
                               ExitCode::Partial});
  text.see_also = {"dgctl plan", "dgctl show", "dgctl destroy", "dgctl state"};
  return text;
}

CommandText destroy_text() {
  CommandText text{
      "destroy", "Remove what this stack made, and forget what it adopted", "dgctl destroy"};
  text.group = "Plan and apply";
  text.details =
      "Shows the plan and asks for the name of the stack and its target. What has "
      "`prevent_destroy`, as " +
      engine::protected_kinds() + " have unless the configuration says otherwise, stays.";
  text.more_examples = {
      {"dgctl plan --destroy --out destroy.json", "To have it reviewed first"},
      {"dgctl apply destroy.json", "And then carried out"},
  };
  text.exit_codes = apply_text().exit_codes;
  text.see_also = {"dgctl plan", "dgctl apply"};
  return text;
}

CLI::App& add_applying(CLI::App& app,
                       const CommandText& text,
                       Chosen& chosen,
                       const std::shared_ptr<ApplyOptions>& options) {
  CLI::App& command = add_command(app, text, chosen, [options](Console& console) {
    const std::stop_token stop =
        start(console, options->common, [options] { require_choices_that_fit(options->choices); });
    return run_apply(*options, console, stop);
  });
  add_configuration_options(command, options->common);
  add_run_options(command, options->common);
  add_choice_options(command, options->choices);
  command.add_flag("--auto-approve", options->auto_approve, "Do not ask");
  return command;
}

}  // namespace

void add_apply_commands(CLI::App& app, Chosen& chosen) {
  const auto apply = std::make_shared<ApplyOptions>();
  CLI::App& command = add_applying(app, apply_text(), chosen, apply);
  command.add_option("plan", apply->plan, "A plan file made by `dgctl plan --out`")
      ->type_name("PLAN");
  command.add_flag("--destroy", apply->destroy, "As `dgctl destroy`");

  const auto destroy = std::make_shared<ApplyOptions>();
  destroy->destroy = true;
  CLI::App& destroying = add_applying(app, destroy_text(), chosen, destroy);
  // To record what is there deletes nothing.
  destroying.remove_option(destroying.get_option("--refresh-only"));
}

Ending run_apply(const ApplyOptions& options, Console& console, std::stop_token stop) {
  return Applying(options, console, std::move(stop)).run();
}

}  // namespace dgctl::cmd
