#pragma once

#include <stop_token>
#include <string>

#include "cmd/dgctl/connecting.h"

namespace dgctl::cmd {

/// What to do about the login of a data graph's service principal, where its secret is not taken:
/// one sentence without a final period. Looks, as far as whoever runs dgctl may, for what a login
/// takes besides the secret.
std::string refused_login_advice(Session& session,
                                 const Connecting& connecting,
                                 const engine::DesiredConnection& wanted,
                                 const std::string& client_id,
                                 const std::stop_token& stop);

}  // namespace dgctl::cmd
