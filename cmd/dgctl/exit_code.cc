#include "cmd/dgctl/exit_code.h"

namespace dgctl::cmd {
namespace {

Ending ending_of_provider(const engine::ProviderError& error) {
  const bool auth = error.error_class == engine::ErrorClass::Unauthenticated ||
                    error.error_class == engine::ErrorClass::Denied;
  if (error.error_class == engine::ErrorClass::Ours) return {ExitCode::Bug, "bug"};
  return auth ? Ending{ExitCode::Auth, "auth"} : Ending{ExitCode::Error, "error"};
}

}  // namespace

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
