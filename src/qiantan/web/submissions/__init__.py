"""Pages: datasets on their way into the library: submitted, checked, reviewed, published in a release, retired."""
