#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "providers/sim/json.h"
#include "providers/sim/principals.h"
#include "providers/sim/refusal.h"
#include "providers/transport/transport.h"

namespace dgctl::providers::sim {

/// Which part of the API a request is made to, and so who is let in.
enum class Plane {
  Open,          ///< anyone, before any login
  Workspace,     ///< who is of the workspace
  Account,       ///< account admins
  AccountProxy,  ///< the account, as workspace admins read it through the workspace
};

/// A request as a handler sees it, once its route is known.
struct Call {
  Method method = Method::Get;
  Plane plane = Plane::Workspace;
  std::string path;                ///< as it came, without the query
  std::vector<std::string> parts;  ///< what stands where the route has {}, but for the account id
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded
  std::string body;
  std::string credentials;   ///< the header Authorization, of who asks for a token
  std::string content_type;  ///< likewise
  Asker asker;
  std::int64_t number = 0;  ///< counted from 1 since the workspace was made
  std::int64_t at_ms = 0;
  std::string origin;           ///< scheme and host, by which it got here
  bool at_account = false;      ///< that host is the account's console
  std::int64_t page_limit = 0;  ///< the most that a page holds; 0: what the switches say
};

// The parameters of the query. They throw Refusal for what is not of that type.
std::optional<std::string> text_parameter(const Call& call, std::string_view name);
bool flag_parameter(const Call& call, std::string_view name);
std::optional<std::int64_t> number_parameter(const Call& call, std::string_view name);
/// Refused where it is missing.
std::string required_parameter(const Call& call, std::string_view name);

/// Refuses who is no admin of the plane that the call is made to: "… may not" `what`.
void require_admin_to(const std::string& what, const Call& call);

/// The body as JSON; refused where it is none.
Json body_json(const Call& call);

Response answer(Members body, int status = 200);

/// {"error_code", "message", "details"}, as all but SCIM and OAuth refuses. A code of digits is a
/// number there, and has no details.
Response error_answer(const Refusal& refusal, const std::string& request_id);

/// Now and by the asker.
Stamp stamp(const Call& call);

}  // namespace dgctl::providers::sim
