#include <array>

#include "providers/sim/workspace_file_error.h"
#include "tests/fuzz/simulated.h"
#include "tests/fuzz/targets.h"

// The file of a simulated workspace, which people write by hand, and what is asked of it then.

namespace dgctl::fuzz {
namespace {

constexpr std::array kAsked{
    "GET /api/2.1/unity-catalog/current-metastore-assignment",
    "GET /api/2.1/unity-catalog/catalogs",
    "GET /api/2.1/unity-catalog/external-locations",
    "GET /api/2.1/unity-catalog/storage-credentials",
    "GET /api/2.0/preview/scim/v2/Me",
    "GET /api/2.0/preview/scim/v2/ServicePrincipals",
    "GET /api/2.0/preview/scim/v2/Users",
    "GET /api/2.0/preview/scim/v2/Groups",
    "GET /api/2.0/sql/warehouses",
    "POST /.dgsim/sql\n\n{\"statement\": \"SHOW CATALOGS\"}",
    "POST /.dgsim/sql\n\n{\"statement\": \"SELECT * FROM system.information_schema.tables\"}",
};

/// As over a socket: there a fault of the file that is to kill whoever asks loses the connection.
void ask(providers::SimWorkspace& workspace) {
  const std::string bearer = "Bearer " + workspace.personal_token("");
  for (const char* asked : kAsked) {
    providers::Request request = request_in(asked);
    request.headers.emplace_back("Authorization", bearer);
    const providers::Served served = workspace.serve(request, {});
    if (served.response) check_answer(*served.response);
  }
}

}  // namespace

void workspace_file(std::string_view input) {
  std::unique_ptr<providers::SimWorkspace> workspace;
  try {
    workspace = providers::SimWorkspace::in_memory(std::string(input));
  } catch (const providers::WorkspaceFileError&) {
    return;
  }
  check_snapshot(*workspace);
  ask(*workspace);
  check_snapshot(*workspace);
}

}  // namespace dgctl::fuzz
