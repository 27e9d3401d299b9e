#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "engine/edges/clock.h"
#include "providers/transport/transport.h"

namespace dgctl::providers {

using Query = std::vector<std::pair<std::string, std::string>>;

/// The REST API of one origin, a workspace or an account: requests with JSON bodies, answers
/// checked, errors told. Safe to use from several threads at once.
class Rest {
 public:
  Rest(Transport& transport, engine::Clock& clock) : transport_(transport), clock_(clock) {}

  /// The body of a 2xx answer, valid JSON. Throws engine::ProviderError for every other answer,
  /// whose what() names the request, the answer and what to do.
  std::string get(const std::string& path, const Query& query, const std::stop_token& stop);
  std::string send(Method method,
                   const std::string& path,
                   const std::string& body,
                   Repeat repeat,
                   const std::stop_token& stop);
  /// The same where one of the bodies holds a secret. The request's is wiped, and the caller wipes
  /// the answer's, which is not checked to be JSON: libraries copy what they read. No error holds
  /// anything of a 2xx answer.
  std::string send_confidential(Method method,
                                const std::string& path,
                                std::string&& body,
                                Repeat repeat,
                                const std::stop_token& stop);

  /// All pages of a Unity Catalog answer: as long as it names a next one.
  void pages(const std::string& path,
             const Query& query,
             const std::function<void(const std::string& body)>& page,
             const std::stop_token& stop);
  /// All pages of a SCIM listing.
  void scim_pages(const std::string& path,
                  const Query& query,
                  const std::function<void(const std::string& body)>& page,
                  const std::stop_token& stop);

 private:
  std::string exchange(const Request& request, const std::stop_token& stop);
  void require_success(const Request& request, const Response& response) const;
  void require_answer(const Request& request, const Response& response) const;

  Transport& transport_;
  engine::Clock& clock_;
};

/// Throws UnexpectedForm unless the body is a list as SCIM answers with.
void require_scim_list(const std::string& body);

/// Asks a listing for the server's own page size: without it a large one is refused some day.
inline const std::pair<std::string, std::string> kServersPageSize{"max_results", "0"};

/// The path of something under /api/2.1/unity-catalog, its parts percent-encoded.
std::string catalog_path(const std::vector<std::string>& parts);

}  // namespace dgctl::providers
