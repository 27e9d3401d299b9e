#include "providers/sim/handlers.h"
#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {
namespace {

/// The host's first label: the client puts the domain of the account's host behind it.
std::string deployment_name(const State& state) {
  return state.workspace.host.substr(0, state.workspace.host.find('.'));
}

Members workspace_body(const State& state) {
  Members body;
  put(body, "workspace_id", state.workspace.id);
  put(body, "workspace_name", deployment_name(state));
  put(body, "deployment_name", deployment_name(state));
  put(body, "workspace_status", std::string("RUNNING"));
  put(body, "workspace_status_message", std::string("Workspace is running."));
  put(body, "account_id", state.workspace.account_id);
  put(body, "aws_region", std::string("us-east-1"));
  put(body, "cloud", std::string("aws"));
  put(body, "pricing_tier", std::string("ENTERPRISE"));
  put(body, "compute_mode", std::string("HYBRID"));
  put(body, "creation_time", kBirthMs);
  return body;
}

}  // namespace

/// The one list of the API that is no object.
Response list_workspaces(State& state, const Call& /*call*/) {
  Response response = answer({});
  response.body = to_text(Json{List{Json{workspace_body(state)}}});
  return response;
}

Response get_workspace(State& state, const Call& call) {
  if (call.parts[0] != std::to_string(state.workspace.id)) {
    throw not_found("RESOURCE_DOES_NOT_EXIST", "Workspace " + call.parts[0] + " does not exist.");
  }
  return answer(workspace_body(state));
}

}  // namespace dgctl::providers::sim
