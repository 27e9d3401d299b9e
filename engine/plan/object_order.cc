#include "engine/plan/drafting.h"

// In which order objects are drafted.

namespace dgctl::engine {
namespace {

class ObjectOrder {
 public:
  explicit ObjectOrder(const Drafting& drafting) : d_(drafting) {}

  std::vector<const DesiredResource*> order() {
    for (const DesiredResource* resource : d_.wanted) {
      if (is_object(*resource)) visit(*resource);
    }
    return std::move(order_);
  }

 private:
  static bool is_object(const DesiredResource& resource) {
    return descriptor_of(resource.address.kind).shape == Shape::Object;
  }

  void visit(const DesiredResource& resource) {
    if (!seen_.insert(&resource).second) return;
    for (const Address& address : resource.needs) {
      if (const DesiredResource* needed = d_.wanted_at(address)) visit(*needed);
    }
    if (!is_object(resource)) return;  // a grant that an object needs
    if (const auto parent = parent_of(d_.target_of(resource))) {
      const auto it = d_.managed.find({parent->type, parent->full_name});
      if (it != d_.managed.end()) visit(*it->second);
    }
    order_.push_back(&resource);
  }

  const Drafting& d_;
  std::set<const DesiredResource*> seen_;
  std::vector<const DesiredResource*> order_;
};

}  // namespace

std::vector<const DesiredResource*> objects_in_order(const Drafting& drafting) {
  return ObjectOrder(drafting).order();
}

}  // namespace dgctl::engine
