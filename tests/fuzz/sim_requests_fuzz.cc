#include "providers/sim/workspace_file_error.h"
#include "tests/fuzz/simulated.h"
#include "tests/fuzz/targets.h"

// Requests that are made to a simulated workspace one after the other: what its REST API, SCIM and
// OAuth make of a path, of headers and of a body. "As: NAME" says who makes one.

namespace dgctl::fuzz {
namespace {

constexpr std::size_t kMostRequests = 8;

/// Makes a request as it came over a socket, or as somebody of the file.
void make(providers::SimWorkspace& workspace, const providers::Request& request) {
  bool is_served = false;
  std::string who;
  for (const auto& [name, value] : request.headers) {
    if (name == "Authorization") is_served = true;
    if (name == "As" && value.starts_with("bob")) who = "bob@example.com";
  }
  if (is_served) {
    const providers::Served served = workspace.serve(request, {});
    if (served.response) check_answer(*served.response);
    return;
  }
  check_answer(workspace.send_as(who, request, {}));
}

}  // namespace

void sim_requests(std::string_view input) {
  const auto workspace = providers::SimWorkspace::in_memory(kSimulatedWorkspace);
  const std::vector<std::string> pieces = pieces_of(input);
  for (std::size_t i = 0; i < std::min(pieces.size(), kMostRequests); ++i) {
    try {
      make(*workspace, request_in(pieces[i]));
    } catch (const providers::WorkspaceFileError&) {
      continue;  // Bob was deleted: whoever asks as him asks for what the file does not have
    }
  }
  check_snapshot(*workspace);
}

}  // namespace dgctl::fuzz
