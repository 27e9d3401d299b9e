#include "cmd/dgctl/exit_code.h"

#include <algorithm>

namespace dgctl::cmd {
namespace {

std::string meaning(ExitCode code) {
  switch (code) {
    case ExitCode::Done:
      return "done";
    case ExitCode::Error:
      return "an error that is none of the others";
    case ExitCode::Changes:
      return "with --detailed-exitcode: there are changes; of `dgctl drift`: something drifted";
    case ExitCode::Auth:
      return "not authenticated, or not permitted";
    case ExitCode::Config:
      return "the configuration or the command line is wrong";
    case ExitCode::Refused:
      return "the plan is over a safety limit, or would delete what is protected; nothing was "
             "changed";
    case ExitCode::Locked:
      return "another run holds the state";
    case ExitCode::Stale:
      return "state, configuration or workspace moved, or are others; nothing was changed";
    case ExitCode::Cancelled:
      return "interrupted; run it again to go on";
    case ExitCode::Timeout:
      return "the time that --timeout gives was over; otherwise as 8";
    case ExitCode::Partial:
      return "some changes failed, the others are done; run it again to go on";
    case ExitCode::Verify:
      return "a live check as the service principal failed, or could not be finished";
    case ExitCode::Bug:
      return "a fault of dgctl";
  }
  return {};
}

Ending ending_of_provider(const engine::ProviderError& error) {
  const bool auth = error.error_class == engine::ErrorClass::Unauthenticated ||
                    error.error_class == engine::ErrorClass::Denied;
  if (error.error_class == engine::ErrorClass::Ours) return {ExitCode::Bug, "bug"};
  return auth ? Ending{ExitCode::Auth, "auth"} : Ending{ExitCode::Error, "error"};
}

}  // namespace

std::vector<ExitMeaning> ends_with(std::vector<ExitCode> also) {
  also.insert(also.end(), {ExitCode::Done, ExitCode::Error, ExitCode::Config, ExitCode::Bug});
  std::sort(also.begin(), also.end());
  std::vector<ExitMeaning> all;
  all.reserve(also.size());
  for (const ExitCode code : also) all.push_back({static_cast<int>(code), meaning(code)});
  return all;
}

void add_endings(std::vector<ExitMeaning>& all, const std::vector<ExitCode>& more) {
  for (const ExitCode code : more) {
    const ExitMeaning added{static_cast<int>(code), meaning(code)};
    const auto at = std::lower_bound(
        all.begin(), all.end(), added, [](const ExitMeaning& a, const ExitMeaning& b) {
          return a.code < b.code;
        });
    if (at == all.end() || at->code != added.code) all.insert(at, added);
  }
}

Ending ending_of(const std::exception& error) {
  const auto is = [&]<class T>(const T*) { return dynamic_cast<const T*>(&error) != nullptr; };
  if (is(static_cast<const UsageError*>(nullptr))) return {ExitCode::Config, "usage"};
  if (is(static_cast<const ConfigError*>(nullptr))) return {ExitCode::Config, "config"};
  if (is(static_cast<const RefusedError*>(nullptr))) return {ExitCode::Refused, "refused"};
  if (is(static_cast<const LockedError*>(nullptr))) return {ExitCode::Locked, "locked"};
  if (is(static_cast<const StaleError*>(nullptr))) return {ExitCode::Stale, "stale"};
  if (is(static_cast<const engine::StateConflictError*>(nullptr)))
    return {ExitCode::Stale, "stale"};
  if (is(static_cast<const engine::StoppedError*>(nullptr)))
    return {ExitCode::Cancelled, "cancelled"};
  if (const auto* provider = dynamic_cast<const engine::ProviderError*>(&error)) {
    return ending_of_provider(*provider);
  }
  if (is(static_cast<const engine::Error*>(nullptr))) return {ExitCode::Error, "error"};
  return {ExitCode::Bug, "bug"};
}

}  // namespace dgctl::cmd
