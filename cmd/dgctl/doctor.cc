#include "cmd/dgctl/doctor.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/origins.h"
#include "cmd/dgctl/progress.h"
#include "cmd/dgctl/session.h"
#include "cmd/dgctl/start.h"
#include "cmd/dgctl/version.h"
#include "engine/apply/run.h"
#include "engine/doctor/doctor.h"
#include "engine/render/doctor_json.h"
#include "engine/render/doctor_text.h"
#include "providers/system/system_clock.h"

namespace dgctl::cmd {
namespace {

/// Whom the account is asked as, where it is asked; no `source.from`: as the workspace.
struct AccountIdentity {
  std::string name;  ///< "" where it is not known without asking
  engine::IdentitySource source;
};
AccountIdentity account_identity(const Configuration& configuration, const CommonOptions& options) {
  const auto& account = configuration.desired.account;
  if (!account) return {};
  if (!is_embedded(configuration.desired.workspace.host)) {
    const auto report = login_reports(configuration, options).account;
    if (!report) return {};
    return {report->client_id, {report->strategy, report->credentials_from}};
  }
  if (account->profile.empty()) return {};
  return {account->profile,
          {"an identity of the embedded workspace", "account.profile in the configuration"}};
}

/// Looks at everything that the checks are a function of.
class Looking {
 public:
  Looking(Session& session, const AccountIdentity& account, const std::stop_token& stop)
      : session_(session),
        stop_(stop),
        examined_{session.desired(), session.identity_source(), {engine::Unseen{}, std::nullopt}} {
    examined_.account_identity = account.source;
    examined_.account_name = account.name;
  }

  std::vector<engine::Check> run() {
    engine::Inspector& inspector = session_.inspector();
    // What lies in another stack's folder is an error here as in every command.
    const engine::Opened opened = session_.open_ledger(stop_);
    examined_.contact = inspector.contact(stop_);
    const engine::Asker* asker = engine::seen(examined_.contact.asker);
    const bool is_same = examined_.account_identity.from.empty();
    if (is_same) examined_.account_identity = examined_.identity;
    if (is_same && asker != nullptr) examined_.account_name = asker->name;
    if (!is_reached()) return engine::examine(examined_);
    examined_.metastore = inspector.metastore(stop_);
    if (session_.desired().account) examined_.account = inspector.account(stop_);
    plan(opened);
    if (refreshed_) look_further(*refreshed_);
    examined_.ip_access = inspector.ip_access(stop_);
    return engine::examine(examined_);
  }

 private:
  /// Somebody who may do things need not be allowed to ask who it is.
  [[nodiscard]] bool is_reached() const {
    const auto* unseen = std::get_if<engine::Unseen>(&examined_.contact.asker);
    return unseen == nullptr || unseen->error_class == engine::ErrorClass::Denied;
  }

  void plan(const engine::Opened& opened) {
    try {
      refreshed_ = engine::refresh(session_.desired(),
                                   opened,
                                   session_.reader(),
                                   {session_.now(), false, {}, false, {}},
                                   stop_);
    } catch (const engine::ProviderError& error) {
      examined_.no_plan = engine::Unseen{error.error_class, error.what()};
    }
  }

  void look_further(engine::Refreshed& read) {
    const engine::Plan& planned = read.draft.plan;
    engine::Inspector& inspector = session_.inspector();
    const engine::Asker* asker = engine::seen(examined_.contact.asker);
    if (asker != nullptr) {
      const auto securables =
          engine::securables_for_doctor(session_.desired(), planned, *asker, examined_.metastore);
      std::set<std::string> names = asker->groups;
      names.insert({asker->name, "account users"});
      examined_.facts = inspector.look_at(securables, names, stop_);
      read_more(read);
    }
    look_at_sinks(planned);
    examined_.live = &read.live;
    examined_.draft = &read.draft;
  }

  void look_at_sinks(const engine::Plan& planned) {
    for (const std::string& sink : engine::sinks_for_doctor(planned)) {
      try {
        session_.sinks().at(sink).check(stop_);
      } catch (const engine::Error& error) {
        examined_.closed_sinks.emplace(sink, error.what());
      }
    }
  }

  void read_more(engine::Refreshed& read) {
    std::vector<engine::Lookup> more;
    for (const engine::Lookup& lookup :
         engine::lookups_for_doctor(session_.desired(), read.draft.plan)) {
      if (!read.live.contains(lookup)) more.push_back(lookup);
    }
    if (more.empty()) return;
    try {
      engine::read_into(read.live, more, session_.reader(), stop_);
    } catch (const engine::ProviderError& error) {
      examined_.no_plan = engine::Unseen{error.error_class, error.what()};
    }
  }

  Session& session_;
  const std::stop_token& stop_;
  std::optional<engine::Refreshed> refreshed_;
  engine::Examined examined_;
};

CommandText doctor_text() {
  CommandText text{
      "doctor", "Say whether apply would get through, and what is missing", "dgctl doctor"};
  text.group = "Set up";
  text.details =
      "Which identity would be used and from where; whether the workspace answers, has Unity "
      "Catalog and somewhere to store; which rights the plan takes that this identity has not, and "
      "the SQL or the steps that give them; catalogs that this workspace or its warehouse does not "
      "reach; whether Segment's addresses are let in; the clock. What it cannot see it calls "
      "unknown.\n\n"
      "It changes nothing and cannot: it sends no request but GET, and takes no lock. It ends with "
      "0 only if apply would get through, with 3 where a login or a right is missing, else with 1.";
  text.more_examples = {
      {"dgctl doctor -p ci", "What another identity lacks"},
      {"dgctl doctor -o json", "For a program; `dgctl schema doctor` describes it"},
  };
  text.exit_codes = ends_with({ExitCode::Auth, ExitCode::Cancelled, ExitCode::Timeout});
  text.see_also = {"dgctl validate", "dgctl plan"};
  return text;
}

engine::Checkup begun(const engine::Desired& desired, const std::string& made_at) {
  engine::Checkup checkup;
  checkup.host = desired.workspace.host;
  checkup.stack = desired.stack;
  checkup.target = desired.target;
  checkup.made_at = made_at;
  checkup.made_by = version();
  return checkup;
}

engine::Checkup checkup_of(Configuration configuration,
                           const CommonOptions& options,
                           Console& console,
                           const std::stop_token& stop) {
  const AccountIdentity account = account_identity(configuration, options);
  Session session(std::move(configuration), options, Access::Look);
  session.attach(console);
  engine::Checkup checkup = begun(session.desired(), session.now());
  Progress progress(console, options.quiet);
  progress.begin_reading(checkup.host, [&session] { return session.requests_sent(); });
  checkup.checks = Looking(session, account, stop).run();
  checkup.requests_read = static_cast<std::int64_t>(session.requests_sent());
  return checkup;
}

/// The checks that can be made where there are no credentials for one of the hosts; nothing: there
/// are some for each.
std::optional<engine::Checkup> checkup_without_login(const Configuration& configuration,
                                                     const CommonOptions& options) {
  if (is_embedded(configuration.desired.workspace.host)) return std::nullopt;
  const LoginReports logins = login_reports(configuration, options);
  const bool is_account = logins.account && logins.account->none;
  const providers::LoginReport& report = is_account ? *logins.account : logins.workspace;
  if (!report.none) return std::nullopt;
  engine::Checkup checkup =
      begun(configuration.desired, engine::to_rfc3339(providers::SystemClock().now()));
  checkup.host = logins.workspace.host;
  checkup.checks = {engine::without_login(report.none->what, report.none->cure, report.none->ways)};
  return checkup;
}

Ending ending_of(engine::Verdict verdict) {
  switch (verdict) {
    case engine::Verdict::Ready:
      return {};
    case engine::Verdict::RightMissing:
      return {ExitCode::Auth, "auth"};
    case engine::Verdict::NotReady:
      return {ExitCode::Error, "error"};
  }
  return {};
}

}  // namespace

void add_doctor_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<DoctorOptions>();
  CLI::App& command = add_command(app, doctor_text(), chosen, [options](Console& console) {
    const std::stop_token stop = start(console, options->common);
    return run_doctor(*options, console, stop);
  });
  add_configuration_options(command, options->common);
  add_output_option(command, options->common, {"text", "json"});
  add_read_options(command, options->common);
}

Ending run_doctor(const DoctorOptions& options, Console& console, const std::stop_token& stop) {
  Configuration configuration = require_configuration(options.common, console);
  std::optional<engine::Checkup> checkup = checkup_without_login(configuration, options.common);
  if (!checkup) checkup = checkup_of(std::move(configuration), options.common, console, stop);
  console.out << (options.common.output == "json"
                      ? engine::doctor_json(*checkup)
                      : engine::doctor_for_people(*checkup,
                                                  console.out_style(options.common.no_color)));
  return ending_of(engine::verdict_of(*checkup));
}

}  // namespace dgctl::cmd
