#include "cmd/dgctl/login_advice.h"

#include "engine/edges/provider.h"

namespace dgctl::cmd {
namespace {

/// An answer, or nothing where it may not be asked.
std::optional<engine::ReadResult> look(Session& session,
                                       const engine::Lookup& lookup,
                                       const std::stop_token& stop) {
  try {
    return session.reader().read({&lookup, 1}, stop).front();
  } catch (const engine::ProviderError&) {
    return std::nullopt;
  }
}

bool is_deactivated(const engine::Object& principal) {
  const engine::Value* active = engine::find(principal.fields, "active");
  const auto* is_active = active == nullptr ? nullptr : std::get_if<bool>(&active->is);
  return is_active != nullptr && !*is_active;
}

/// Whether it is missing in the list of who is assigned to the workspace, which the configuration
/// asks for: others get there through groups.
bool is_unassigned(Session& session,
                   const Connecting& connecting,
                   const engine::Address& principal,
                   const std::string& id,
                   const std::stop_token& stop) {
  if (connecting.desired({"workspace_assignment", principal.key}) == nullptr) return false;
  const auto seen = look(session, engine::AclOf{"workspace_assignment", "workspace:"}, stop);
  const auto* found = seen ? std::get_if<engine::Found>(&*seen) : nullptr;
  const auto* acl = found == nullptr ? nullptr : std::get_if<engine::Acl>(&found->live);
  return acl != nullptr && !acl->direct.contains(id);
}

}  // namespace

std::string refused_login_advice(Session& session,
                                 const Connecting& connecting,
                                 const engine::DesiredConnection& wanted,
                                 const std::string& client_id,
                                 const std::stop_token& stop) {
  const engine::DesiredResource* desired =
      wanted.principal ? connecting.desired(*wanted.principal) : nullptr;
  const bool is_managed = desired != nullptr && !desired->existing;
  const auto seen = look(session, engine::ById{"service_principal", client_id}, stop);
  const engine::Object* principal = seen ? object_in(*seen) : nullptr;
  if (principal != nullptr && is_deactivated(*principal)) {
    return is_managed
               ? "the service principal is deactivated: `dgctl apply` activates it again"
               : "the service principal is deactivated: a workspace admin activates it again";
  }
  if (seen && std::holds_alternative<engine::Absent>(*seen)) {
    return std::string(
               "the workspace does not know the service principal: it was deleted, or is "
               "no longer assigned to the workspace; ") +
           (is_managed ? "`dgctl plan` shows what brings it back"
                       : "ask a workspace admin for it, or name another one");
  }
  if (is_managed && wanted.principal && principal != nullptr &&
      is_unassigned(session, connecting, *wanted.principal, principal->id, stop)) {
    return "the service principal is no longer assigned to the workspace: `dgctl apply` assigns it "
           "again";
  }
  return wanted.secret ? "`dgctl rotate " + wanted.key +
                             "` adds another and stores it there, if it was deleted or has ended"
                       : "it was made elsewhere, where another is to be made";
}

}  // namespace dgctl::cmd
