#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "providers/transport/transport.h"

// How a target takes its input apart, so that what a corpus holds can be read and written by hand.

namespace dgctl::fuzz {

/// Ends the program where something does not keep what it promises.
inline void require(bool is_kept, std::string_view promise) {
  if (is_kept) return;
  std::fprintf(
      stderr, "a promise is broken: %.*s\n", static_cast<int>(promise.size()), promise.data());
  std::abort();
}

/// The lines of a text, without their ends; none of an empty one.
inline std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// What stands between the lines "====", without the line end before such a line; at least one.
inline std::vector<std::string> pieces_of(std::string_view input) {
  static constexpr std::string_view kBetween = "\n====\n";
  std::vector<std::string> pieces;
  for (std::size_t at = input.find(kBetween); at != std::string_view::npos;
       at = input.find(kBetween)) {
    pieces.emplace_back(input.substr(0, at));
    input.remove_prefix(at + kBetween.size());
  }
  pieces.emplace_back(input);
  return pieces;
}

/// One line, then headers up to an empty line, then a body: requests and answers look like that.
struct HttpText {
  std::string first;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
inline HttpText http_text(std::string_view piece) {
  HttpText text;
  bool is_first = true;
  while (!piece.empty()) {
    const std::size_t end = std::min(piece.find('\n'), piece.size());
    const std::string line(piece.substr(0, end));
    piece.remove_prefix(std::min(end + 1, piece.size()));
    if (is_first) {
      text.first = line;
      is_first = false;
      continue;
    }
    if (line.empty()) break;
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    text.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  text.body = piece;
  return text;
}

/// "404", headers, an empty line, a body. What is no status is 200.
inline providers::Response answer_in(std::string_view piece) {
  HttpText text = http_text(piece);
  providers::Response response;
  for (const char c : text.first.substr(0, 3)) {
    if (c < '0' || c > '9') break;
    response.status = response.status * 10 + (c - '0');
  }
  if (response.status < 100) response.status = 200;
  response.headers = std::move(text.headers);
  response.body = std::move(text.body);
  return response;
}

/// "POST /path", headers, an empty line, a body. What is no method is GET.
inline providers::Request request_in(std::string_view piece) {
  using providers::Method;
  HttpText text = http_text(piece);
  providers::Request request;
  const std::size_t space = text.first.find(' ');
  const std::string method = text.first.substr(0, space);
  for (const Method known : {Method::Post, Method::Put, Method::Patch, Method::Delete}) {
    if (method == to_string(known)) request.method = known;
  }
  if (space != std::string::npos) request.path = text.first.substr(space + 1);
  request.headers = std::move(text.headers);
  request.body = std::move(text.body);
  return request;
}

/// Every answer that stands in the pieces from one on, and then no answer any more.
class Answers : public providers::Transport {
 public:
  Answers(const std::vector<std::string>& pieces, std::size_t first)
      : pieces_(pieces), next_(first) {}

  providers::Response send(const providers::Request& request, std::stop_token /*stop*/) override {
    if (next_ >= pieces_.size()) {
      throw providers::TransportError("there is no more answer to " + request.path, false);
    }
    return answer_in(pieces_[next_++]);
  }

 private:
  const std::vector<std::string>& pieces_;
  std::size_t next_;
};

}  // namespace dgctl::fuzz
