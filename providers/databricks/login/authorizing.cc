#include "providers/databricks/login/authorizing.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "engine/model/secret.h"
#include "providers/transport/error_answer.h"

namespace dgctl::providers {
namespace {

/// A request of our own, whose credentials are wiped, and its body if that is confidential.
class OwnRequest {
 public:
  explicit OwnRequest(Request request) : request_(std::move(request)) {}
  OwnRequest(const OwnRequest&) = delete;
  OwnRequest& operator=(const OwnRequest&) = delete;
  ~OwnRequest() {
    for (auto& [name, value] : request_.headers) engine::wipe(value);
    if (request_.confidential) engine::wipe(request_.body);
  }
  Request& operator*() { return request_; }

 private:
  Request request_;
};

/// Whether it is the credentials that were refused. 403 is the answer to an invalid token.
bool is_refused(const Response& response) {
  if (response.status == 401) return true;
  if (response.status != 403) return false;
  return error_in(response, {}).error_class == engine::ErrorClass::Unauthenticated;
}

/// What the header Authorization proves with: all but the scheme. "" for what is too short to be
/// told from other words.
std::string_view proof_in(const Request& request) {
  constexpr std::size_t kLeast = 8;
  for (const auto& [name, value] : request.headers) {
    if (name != "Authorization") continue;
    const std::size_t blank = value.find(' ');
    if (blank == std::string::npos || value.size() - blank - 1 < kLeast) return {};
    return std::string_view(value).substr(blank + 1);
  }
  return {};
}

void take_out(std::string& text, std::string_view proof) {
  static constexpr std::string_view kInstead = "(redacted)";
  for (std::size_t at = text.find(proof); at != std::string::npos; at = text.find(proof, at)) {
    text.replace(at, proof.size(), kInstead);
    at += kInstead.size();
  }
}

/// Messages quote what a server says, and some servers say what they were sent.
void take_proof_out(Response& response, std::string_view proof) {
  if (proof.empty()) return;
  take_out(response.body, proof);
  for (auto& [name, value] : response.headers) take_out(value, proof);
}

void remove_header(Response& response, std::string_view name) {
  const auto is_it = [&](const auto& header) { return header.first == name; };
  response.headers.erase(std::remove_if(response.headers.begin(), response.headers.end(), is_it),
                         response.headers.end());
}

}  // namespace

Response AuthorizingTransport::send_once(const Request& request,
                                         std::uint64_t& used,
                                         const std::stop_token& stop) {
  OwnRequest own(request);
  (*own).headers.insert((*own).headers.end(), always_.begin(), always_.end());
  used = credentials_.authorize(*own, stop);
  Response response = inner_.send(*own, stop);
  take_proof_out(response, proof_in(*own));
  return response;
}

Response AuthorizingTransport::send(const Request& request, std::stop_token stop) {
  std::uint64_t used = 0;
  Response response = send_once(request, used, stop);
  if (is_refused(response) && credentials_.renew(used)) {
    if (request.confidential) engine::wipe(response.body);
    response = send_once(request, used, stop);
  }
  remove_header(response, kRefusedCredentials);
  if (is_refused(response)) response.headers.emplace_back(kRefusedCredentials, called_);
  return response;
}

}  // namespace dgctl::providers
